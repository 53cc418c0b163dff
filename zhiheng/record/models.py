"""Tables of the record. Triggers in the database refuse UPDATE and DELETE; `eventlog.py` is their one door."""

from django.db import models
from django.utils.translation import get_language


class City(models.Model):
    """A city that keeps its record here."""

    code = models.SlugField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en or self.title_zh) if english else self.title_zh


class Event(models.Model):
    """That something happened: who says so, of what, since when. What it says is in its opening.

    ``position`` rises in the order of commits, so a reader that remembers the last one misses nothing.
    """

    position = models.BigAutoField(primary_key=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT)
    organ = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=200)
    source = models.CharField(max_length=80)
    source_id = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["city", "source", "source_id"], name="an_event_is_recorded_once"),
        ]
        indexes = [models.Index(fields=["city", "kind", "object_id"], name="event_of_object")]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.object_id}"


class Leaf(models.Model):
    """What the tamper-evident log will hold of an event: a salted commitment to its body, and no personal data.

    ``number`` counts an organ's events from 1 without a gap, ``object_number`` those of one object;
    ``previous`` is the hash of the object's leaf before this one. ``hash`` is RFC 6962's leaf hash of ``text``, in hex.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT)
    organ = models.CharField(max_length=80)
    number = models.BigIntegerField()
    object_number = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64)
    text = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["event_id"]
        constraints = [models.UniqueConstraint(fields=["city", "organ", "number"], name="an_organ_counts_without_gap")]

    def __str__(self) -> str:
        return f"{self.organ} {self.number}"


class Opening(models.Model):
    """What opens a commitment: the body of an event, canonical, and its salt. To erase is to delete this row."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True)
    salt = models.BinaryField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return f"opening of {self.event_id}"
