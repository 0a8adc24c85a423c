from django.db import models


class SentMail(models.Model):
    """A mail the demo would have sent. Used only with IQ4D_DEMO."""

    at = models.DateTimeField(auto_now_add=True)
    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    def __str__(self) -> str:
        return self.subject
