"""Numbers kept as they come."""

import pytest

from openthaad.errors import StorageError
from openthaad.studies.memory import Memory, program


def test_what_was_kept_is_there_again(tmp_path):
    path = tmp_path / "influence" / "a.jsonl"
    Memory(path).put("one", (1.0, 2.5))
    assert Memory(path).get("one") == (1.0, 2.5)
    assert Memory(path).get("two") is None


def test_a_torn_last_line_is_left_out(tmp_path):
    path = tmp_path / "a.jsonl"
    memory = Memory(path)
    memory.put("one", (1.0,))
    memory.put("two", (2.0,))
    path.write_text(path.read_text()[:-4])
    again = Memory(path)
    assert (again.get("one"), again.get("two"), len(again)) == ((1.0,), None, 1)


def test_without_a_file_nothing_is_written(tmp_path):
    memory = Memory()
    memory.put("one", (1.0,))
    assert memory.get("one") == (1.0,)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write"):
        Memory(tmp_path / "file" / "a.jsonl").put("one", (1.0,))


def test_a_binary_file_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StorageError, match="cannot read"):
        Memory(path)


def test_the_program_has_one_name_as_long_as_it_stays():
    assert program() == program()
    assert len(program()) == 10
