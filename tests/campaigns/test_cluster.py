"""On a Dask cluster of processes: the same digest, and no loss where a worker is killed."""

import os
import signal
import sys

import pytest

import openthaad
from openthaad.campaigns import Workers, play_campaign
from openthaad.errors import ScenarioError, StorageError

distributed = pytest.importorskip("distributed")

# Dask's own: files of a cluster that has been killed at, and a port that is taken.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def whole(scenario):
    return openthaad.campaign(scenario, runs=120, seed=3, workers=1)


def test_a_cluster_gives_the_digest_of_one_thread(scenario, means, cluster, whole):
    workers = Workers(dask=cluster.scheduler_address)
    assert play_campaign(scenario, means(workers=workers), runs=120).digest == whole.digest


def test_a_killed_worker_loses_nothing(scenario, means, cluster, whole):
    victim = next(iter(cluster.workers.values())).process.pid
    killed_at = []

    def kill(standing):
        if not killed_at:
            killed_at.append(standing.runs)
            os.kill(victim, signal.SIGKILL)

    workers = Workers(dask=cluster.scheduler_address)
    found = play_campaign(scenario, means(workers=workers, progress=kill), runs=120)
    assert found.digest == whole.digest
    # Killed once the first part was in, and there were more to come.
    assert 0 < killed_at[0] < 120


def test_an_unreachable_scheduler_is_a_storage_error(scenario, means, monkeypatch):
    monkeypatch.setattr("openthaad.campaigns.cluster._PATIENCE", "1s")
    with pytest.raises(StorageError, match="cannot be reached") as caught:
        play_campaign(scenario, means(workers=Workers(dask="tcp://127.0.0.1:9")), runs=20)
    assert caught.value.exit_code == 4


def test_an_address_that_is_none_is_refused(scenario, means):
    with pytest.raises(ScenarioError, match="--dask"):
        play_campaign(scenario, means(workers=Workers(dask="nonsense://")), runs=20)


def test_without_dask_it_says_what_to_install(scenario, means, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ScenarioError, match=r"openthaad\[cluster\]"):
        play_campaign(scenario, means(workers=Workers(dask="tcp://127.0.0.1:9")), runs=20)
