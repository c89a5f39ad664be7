"""What people see of the organisation, cut to what they may see."""

from duecare.orgs.queries.actors import actor_of
from duecare.orgs.queries.units import children, search, tops, unit_for, visible

__all__ = ["actor_of", "children", "search", "tops", "unit_for", "visible"]
