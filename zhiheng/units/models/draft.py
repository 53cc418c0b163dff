"""Tables that were uploaded and wait for their confirmation."""

from django.db import models

from zhiheng.record.models import City


class ImportDraft(models.Model):
    """What one person uploaded, sealed like the numbers in it. It goes when it is confirmed or dropped."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="+")
    made_by = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    sealed = models.BinaryField()
    fingerprint = models.CharField(max_length=64)  # of the preview: a confirmation is of what was shown

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"draft {self.pk}"
