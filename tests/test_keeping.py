"""What is kept of long work, and for how long."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from openthaad.keeping import Kept, Numbered


def test_the_result_that_was_not_asked_for_longest_goes():
    kept = Kept(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_what_is_forgotten_is_gone():
    kept = Kept(2)
    kept.keep("a", 1)
    kept.clear()
    assert kept.get("a") is None


def test_many_threads_keep_and_ask_at_once():
    kept = Kept(3)

    def ask(n):
        key = n % 7
        kept.keep(key, key)
        return kept.get(key) in (key, None)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(2000)))


def test_equal_tables_have_one_number_and_others_another():
    numbered = Numbered(2)
    first = numbered.number(np.arange(5.0))
    assert numbered.number(np.arange(5.0)) == first
    assert len({first, *(numbered.number(np.full(5, x)) for x in (1.0, 2.0))}) == 3


def test_a_table_that_was_changed_in_place_is_another():
    table, numbered = np.arange(5.0), Numbered(2)
    first = numbered.number(table)
    table[0] = 7.0
    assert numbered.number(table) != first
