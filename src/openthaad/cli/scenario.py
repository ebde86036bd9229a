"""`thaad scenario`: the pack, a template, a check, the schema."""

from pathlib import Path

import click

from openthaad.cli.loading import load
from openthaad.cli.options import Own, catalogue_option, json_option, set_option
from openthaad.cli.output import paragraph, print_json, print_table
from openthaad.cli.unread import note_unread
from openthaad.cli.usage import NearestGroup


@click.group(cls=NearestGroup, epilog="Example: thaad scenario show korea-2017")
def command() -> None:
    """List, show, check and create scenarios."""


@command.command("list", epilog="Example: thaad scenario list")
@json_option
def list_pack(*, as_json: bool) -> None:
    """List the built-in scenarios with the question that each answers."""
    from openthaad.scenario import load_scenario, pack_names

    pack = [load_scenario(name) for name in pack_names()]
    if as_json:
        print_json(
            {
                "scenarios": [
                    {
                        "name": one.name,
                        "title": one.title,
                        "question": one.question,
                        "threats": len(list(one.launches())),
                    }
                    for one in pack
                ]
            }
        )
        return
    print_table(["scenario", "the question it answers"], [(s.name, s.question) for s in pack])
    click.echo("thaad run NAME plays one; thaad scenario show NAME prints it.")


@command.command(epilog="Example: thaad scenario show busan-lofted")
@click.argument("name")
@catalogue_option
@json_option
def show(name: str, *, own: Own, as_json: bool) -> None:
    """Print a scenario: the file itself, or with --json every value that a run uses."""
    from openthaad.scenario import load_scenario, settings_hash
    from openthaad.scenario.load import find_scenario, read_text

    scenario = load_scenario(name, catalogue=own.catalogue)
    if as_json:
        print_json({"scenario": scenario.document(), "settings": settings_hash(scenario)})
        return
    click.echo(read_text(find_scenario(name)).rstrip())


@command.command(epilog="Example: thaad scenario new my-scenario.toml")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def new(file: Path, *, as_json: bool) -> None:
    """Write a commented scenario to start from; never overwrites a file."""
    from openthaad.scenario.template import write_template

    path = write_template(file)
    if as_json:
        print_json({"path": str(path)})
        return
    click.echo(f"wrote {path}; edit it, then: thaad scenario check {path}")


@command.command(epilog="Example: thaad scenario check my-scenario.toml")
@click.argument("file")
@set_option
@catalogue_option
@json_option
def check(file: str, *, sets: tuple[str, ...], own: Own, as_json: bool) -> None:
    """Check a scenario and list everything that is wrong with it."""
    from openthaad.scenario import settings_hash
    from openthaad.scenario.aims import undefended
    from openthaad.scenario.sites import swapped_in

    scenario = load(file, sets, own)
    note_unread("run", [scenario], sets)
    missiles = len(list(scenario.launches()))
    unlisted = undefended(scenario)
    turned = swapped_in(scenario)
    if as_json:
        print_json(
            {
                "ok": True,
                "scenario": scenario.name,
                "settings": settings_hash(scenario),
                "threats": missiles,
                "radars": list(scenario.radars),
                "batteries": list(scenario.batteries),
                "assets": list(scenario.assets),
                "undefended": unlisted,
                "swapped": turned,
            }
        )
        return
    parts = [
        _counted(missiles, "missile", "missiles"),
        _counted(len(scenario.radars), "radar", "radars"),
        _counted(len(scenario.batteries), "battery", "batteries"),
        _counted(len(scenario.assets), "asset", "assets"),
    ]
    click.echo(f"{file} is a valid scenario: {', '.join(parts)}")
    if unlisted:
        from openthaad.reports.words import nothing_listed

        paragraph(f"But {nothing_listed(unlisted)[0].lower()}{nothing_listed(unlisted)[1:]}")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


@command.command(epilog="Example: thaad scenario schema > scenario.schema.json")
@json_option
def schema(*, as_json: bool) -> None:  # noqa: ARG001 (JSON either way)
    """Print the JSON Schema of scenario files."""
    from openthaad.scenario import file_schema

    print_json(file_schema())
