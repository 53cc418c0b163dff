"""What types and tiers are called."""

from django.utils.translation import gettext_lazy

# domain.md §3.1, table A.1 of GB/T 39046: the nine types, others, and public service.
TYPES = {
    "licence": gettext_lazy("行政许可"), "penalty": gettext_lazy("行政处罚"), "coercion": gettext_lazy("行政强制"),
    "levy": gettext_lazy("行政征收"), "benefit": gettext_lazy("行政给付"),
    "payment": gettext_lazy("行政给付"), "inspection": gettext_lazy("行政检查"),
    "confirmation": gettext_lazy("行政确认"), "reward": gettext_lazy("行政奖励"),
    "adjudication": gettext_lazy("行政裁决"), "other": gettext_lazy("其他"),
    "service": gettext_lazy("公共服务"),
}  # fmt: skip
TIERS = {
    "nation": gettext_lazy("国家级"), "province": gettext_lazy("省级"), "city": gettext_lazy("市级"),
    "county": gettext_lazy("县（区）级"), "zone": gettext_lazy("功能区"), "township": gettext_lazy("乡镇（街道）级"),
    "community": gettext_lazy("社区"), "village": gettext_lazy("村"),
}  # fmt: skip
