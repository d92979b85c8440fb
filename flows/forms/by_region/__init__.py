"""Forms of transfer payments with a column a region (转移支付区域绩效目标表): one form a region, from left to right."""

from flows.forms.by_region.columns import RegionColumns, find_region_columns
from flows.forms.by_region.projection import Projection, project
from flows.forms.by_region.shares import Regions, with_shares

__all__ = ["Projection", "RegionColumns", "Regions", "find_region_columns", "project", "with_shares"]
