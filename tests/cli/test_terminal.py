"""Nothing that a terminal would obey is sent to it, wherever the words come from."""

import json

from openthaad.cli.output import note, paragraph, print_json, print_table


def test_control_characters_are_shown_on_every_way_out(capsys):
    text = "a\x1b[2Jb\x9bc\u202ed"
    note(text)
    paragraph(text)
    print_table(["one"], [[text]])
    out, err = capsys.readouterr()
    for said in (out, err):
        assert not {"\x1b", "\x9b", "\u202e"} & set(said)
        assert r"a\x1b[2Jb\x9bc\u202ed" in said


def test_a_json_document_holds_them_as_json_writes_them(capsys):
    text = "a\x1bb\x9bc\u202e한"
    print_json({"title": text})
    out = capsys.readouterr().out
    assert not {"\x1b", "\x9b", "\u202e"} & set(out)
    assert json.loads(out)["title"] == text


def test_a_name_that_is_none_does_not_reach_the_terminal(thaad):
    answer = thaad("run", "korea\x1b[31m")
    assert answer.code == 2
    assert "\x1b" not in answer.err
    answer = thaad("run", "korea-2017", "--set", "title='\x1b]0;owned\x07'")
    assert answer.code == 2
    assert not {"\x1b", "\x07"} & set(answer.err)
