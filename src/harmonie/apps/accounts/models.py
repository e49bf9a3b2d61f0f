"""Who works here, for whom, and what they may do."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    LEAD = "lead", _("Team lead")
    MODERATOR = "moderator", _("Moderator")
    MANAGER = "manager", _("Community manager")
    VIEWER = "viewer", _("Viewer")
    AUDITOR = "auditor", _("Auditor")


class Language(models.TextChoices):
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)


class Community(models.Model):
    """A brand's or a community's space: everything else belongs to exactly one."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="communities")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    colour = models.CharField(_("colour"), max_length=7, default="#0B6E75")
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris")
    charter_url = models.URLField(_("rules page"), blank=True)
    contact_email = models.EmailField(_("contact"), blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        if not email:
            raise ValueError("an e-mail address is required")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the team. Members of the community have no account."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    pseudonym = models.CharField(_("name shown to members"), max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    theme = models.CharField(max_length=6, default="auto")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email


class Membership(models.Model):
    """A role in an organisation, in one community or (``community`` empty) in all of them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "community"], name="accounts_one_role_per_place"
            )
        ]


class ApiKey(models.Model):
    """A key for a program: shown once, kept as a hash."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    requests_per_minute = models.PositiveIntegerField(default=600)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """A link that gives one person a role, once, for a limited time; only its hash is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    email = models.EmailField(_("e-mail"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SetupToken(models.Model):
    """The single-use link of the first-run page; only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
