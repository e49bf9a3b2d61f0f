"""What customers want: those intents of a French shop that mean one of the model's classes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from harmonie.learning.suites.suite import Case, Classes, Pair, Task, one
from harmonie.learning.suites.tables import rows

_MEANING = {
    "question": "DeliveryNews DeliveryPlace DeliveryTime DeliveryCost ProductAvailable "
    "ProductTarget ProductOrigin ProductPrice AskDetails PaymentTool PaymentSafe",
    "request": "CancelOrder Resend ChangeData Refund",
    "complaint": "CustomerComplaint ProductQuality DamagedPackage MissingItem",
    "praise": "Thanks",
    "chit_chat": "Goodbye Greet Yes No",
}


class FrenchShop:
    """Few texts and a mapping of ours: a smoke test of intent in French, no more."""

    kind_of_plugin: ClassVar[str] = "suites"
    name: ClassVar[str] = "fr_ecommerce_intents"
    title: ClassVar[Pair] = (
        "What customers of a French shop want",
        "Ce que veulent les clients d’une boutique française",
    )
    citation: ClassVar[str] = "lpschaub/rasa"
    folder: ClassVar[str] = "dev/fr_ecommerce_intents"
    shares: ClassVar[tuple[str, ...]] = ()

    def tasks(self, root: Path) -> Iterator[Task]:
        classes: Classes = tuple((name, (name,)) for name in _MEANING)
        place = {
            intent: number
            for number, intents in enumerate(_MEANING.values())
            for intent in intents.split()
        }
        found = rows(root / self.folder / "fr_ecommerce_intents.csv")
        cases = [
            Case(row["text"], one(place[row["intent"]])) for row in found if row["intent"] in place
        ]
        yield Task("customers", "fr", "intent", cases, "macro_f1", classes)
