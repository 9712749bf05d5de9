"""The schema's history, as a list of files."""

from hubstead.store.migrate import migrations


def test_no_two_steps_have_one_number() -> None:
    """The second of them would never be taken."""
    numbers = [step.number for step in migrations({})]
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(numbers)
