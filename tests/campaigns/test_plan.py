from itertools import pairwise

from openthaad.campaigns.plan import Part, interleaved_parts, parts_of, parts_of_case, plan_of
from openthaad.scenario import load_scenario


def test_parts_cover_every_run_once():
    for runs in (1, 19, 20, 21, 999, 1001, 20_050, 23_456):
        parts = list(parts_of_case(0, runs))
        assert parts[0].first == 0
        assert all(a.first + a.runs == b.first for a, b in pairwise(parts))
        assert parts[-1].first + parts[-1].runs == runs


def test_a_longer_campaign_keeps_the_whole_parts_of_a_shorter_one():
    shorter, longer = list(parts_of_case(0, 1_500)), set(parts_of_case(0, 30_000))
    assert set(shorter[:-1]) <= longer


def test_a_million_runs_are_few_parts():
    assert len(list(parts_of_case(0, 1_000_000))) < 2_000


def test_cases_come_one_after_another_or_side_by_side(scenario):
    plan = plan_of([(scenario, {}), (scenario, {})], seed=1)
    assert list(parts_of(plan, 20)) == [Part(0, 0, 20), Part(1, 0, 20)]
    assert [part.case for part in interleaved_parts(plan, 40)] == [0, 1, 0, 1]


def test_the_key_changes_with_the_seed_and_with_any_setting(scenario):
    other = load_scenario("pyeongtaek-seconds", ["batteries.seongju.launchers=2"])
    plans = [plan_of([(s, {})], seed=k) for s in (scenario, other) for k in (1, 2)]
    assert len({plan.key for plan in plans}) == 4
    assert plans[0].key == plan_of([(scenario, {})], seed=1).key
