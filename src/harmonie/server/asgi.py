"""The ASGI application."""

import gc
import os
import warnings

from django.core.asgi import get_asgi_application

# Loading makes a few hundred thousand objects and no garbage. They are kept out of later
# collections, which would otherwise stop a page for a tenth of a second now and then.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harmonie.server.settings")
# WhiteNoise answers with small files read at once; Django would warn at each of them.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")
application = get_asgi_application()
gc.freeze()
gc.enable()
