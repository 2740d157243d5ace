"""Client of Calotype: uploads, records, URLs and events, synchronous and asynchronous."""

from ._async import AsyncCalotype
from ._events import Event
from ._models import Deletion, Links, Media, Placeholder, Ticket
from ._problems import CalotypeError, ConnectionFailed, Problem
from ._sync import Calotype
from ._urls import image_url, sign_url, srcset

__all__ = [
    "AsyncCalotype",
    "Calotype",
    "CalotypeError",
    "ConnectionFailed",
    "Deletion",
    "Event",
    "Links",
    "Media",
    "Placeholder",
    "Problem",
    "Ticket",
    "image_url",
    "sign_url",
    "srcset",
]
