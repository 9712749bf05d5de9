"""The lifecycle stages of contacts and companies: options of a property, which the service also shows as a pipeline.

The options are the truth: whichever of the two is changed, the other shows it.
"""

from hubstead.crm.object_types import catalog
from hubstead.crm.object_types.object_type import ObjectType

PROPERTY = "lifecyclestage"


def has_lifecycle(type: ObjectType) -> bool:
    """Whether the pipeline of a type is its lifecycle."""
    return not type.custom and type.stage_property is None and PROPERTY in catalog.default_properties(type.id)


def stage_property(type: ObjectType) -> str:
    """The property that holds the stage of a record."""
    return type.stage_property or PROPERTY
