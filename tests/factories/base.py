"""What every factory shares: rows are written as the system unless somebody acts."""

from typing import Any

import factory

from frontdoor.core import acting
from workforce.models import Worker


class RecordFactory(factory.django.DjangoModelFactory):
    """Saves through the model, in the name of the acting worker or of the system."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        if acting.current() is not None:
            return super()._create(model_class, *args, **kwargs)
        with acting.acting_as(Worker.objects.the_system()):
            return super()._create(model_class, *args, **kwargs)
