"""Jobs of reporting."""

from __future__ import annotations

from harmonie.apps.dsa import operations, queries
from harmonie.apps.jobs.operations import enqueue
from harmonie.apps.jobs.retry import job


@job(retries=0)
def report_all() -> None:
    """Start the reporting of each community that switched it on."""
    for community_id in queries.reporting_communities():
        enqueue("dsa.report", community_id)


@job(retries=2)
def report(community_id: int) -> None:
    """Collect a community's new statements and send what waits."""
    operations.collect(community_id)
    operations.send(community_id)
