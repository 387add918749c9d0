"""On which sources was a brand ever spoken of? Found by leaps through the index, one for each source."""

from django.db import connection

from firebreak.console.govern.models import Brand

LEAPS = """
    WITH RECURSIVE told AS (
        SELECT MIN(source) AS source FROM listen_post WHERE brand_id = %s
        UNION ALL
        SELECT (SELECT MIN(source) FROM listen_post WHERE brand_id = %s AND source > told.source)
        FROM told WHERE told.source IS NOT NULL
    )
    SELECT source FROM told WHERE source IS NOT NULL
"""


def sources_of(brand: Brand) -> list[str]:
    """Give the sources of a brand's posts in order; a DISTINCT would read every post on PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute(LEAPS, [brand.pk, brand.pk])
        return [source for (source,) in cursor.fetchall()]
