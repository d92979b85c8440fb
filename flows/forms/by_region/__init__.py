"""Forms of transfer payments with a column a region (转移支付区域绩效目标表): one form a region, from left to right."""

from flows.forms.by_region.sections import Views, sections, views_of
from flows.forms.by_region.shares import Regions, with_shares

__all__ = ["Regions", "Views", "sections", "views_of", "with_shares"]
