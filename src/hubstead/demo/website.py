"""The website of the sample company: its form, who sent it, and the visits, which wait in the journal of hits like any
others, so that the start of the server does not wait for them."""

from hubstead.demo.story import Step
from hubstead.demo.visits import ASKING, PAGES, SITE, Asking, askings, hits
from hubstead.marketing.forms import manage
from hubstead.marketing.forms.fields import EmailField, SingleLineTextField
from hubstead.marketing.forms.form import Configuration, Content, DisplayOptions, FieldGroup, Form
from hubstead.marketing.submissions.check import judged
from hubstead.marketing.submissions.take import take
from hubstead.marketing.submissions.wire import FieldValue, SubmissionInput
from hubstead.store.unit import Unit
from hubstead.tracking import journal

_FORM = Content(
    name=PAGES[ASKING],
    field_groups=(
        FieldGroup(fields=(EmailField(name="email", label="E-mail", required=True),)),
        FieldGroup(fields=(SingleLineTextField(name="firstname", label="First name"),)),
    ),
    configuration=Configuration(),
    display_options=DisplayOptions(submit_button_text=PAGES[ASKING]),
)


class Website:
    """The form, and the steps of the story that follow from its being sent."""

    def __init__(self, form: Form, steps: list[Step]) -> None:
        self._form = form
        self._people = {step.key: step.properties for step in steps if "email" in step.properties}
        self._askings: dict[str, Asking] = {asking.step.key: asking for asking in askings(steps)}

    async def after(self, unit: Unit, step: Step) -> None:
        """Send the form, where this step of the story began with it."""
        asking = self._askings.pop(step.key, None)
        if asking is None:
            return
        person = self._people[asking.contact]
        fields = [FieldValue(name, person[name]) for name in ("email", "firstname")]
        context = {"hutk": asking.utk, "pageUri": SITE + ASKING, "pageName": PAGES[ASKING]}
        sent = await judged(unit, self._form, SubmissionInput(fields, context=context), strict=True)
        await take(unit, sent, spam=False)
        await unit.flush()


async def opened(unit: Unit, steps: list[Step], now: int) -> Website:
    """The website with its visits until `now`."""
    form = await manage.create(unit, _FORM)
    await unit.flush()
    await journal.add(unit, hits(unit.portal, now, steps, form.id))
    return Website(form, steps)
