"""Units of measure as notes write them, in Simplified characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

_MEASURES = """
CNY     元=1 块钱=1 人民币=1 元人民币=1
USD     美元=1 美金=1 美分=.01
HKD     港元=1 港币=1
TWD     台币=1 新台币=1 元新台币=1
EUR     欧元=1
JPY     日元=1 日圆=1
GBP     英镑=1
KRW     韩元=1
ratio   %=.01 ‰=.001 成=.1 折=.1 倍=1
points  个百分点=1 百分点=1 个点=1 个基点=.01 基点=.01 bp=.01 bps=.01
mass    吨=1000 公吨=1000 公斤=1 千克=1 kg=1 斤=.5 克=.001 毫克=1e-6 磅=.4536
length  公里=1000 千米=1000 km=1000 米=1 公尺=1 厘米=.01 公分=.01 cm=.01 毫米=.001 mm=.001
length  微米=1e-6 μm=1e-6 纳米=1e-9 奈米=1e-9 nm=1e-9
area    平方公里=1e6 平方米=1 平米=1 公顷=1e4 亩=666.7 坪=3.306
volume  立方米=1000 升=1 公升=1 毫升=.001 桶=159
power   GW=1e9 吉瓦=1e9 MW=1e6 兆瓦=1e6 kW=1000 KW=1000 千瓦=1000 W=1 瓦=1
energy  GWh=1e9 MWh=1e6 kWh=1000 千瓦时=1000 度电=1000 Wh=1
rate    Tbps=1e12 Gbps=1e9 Mbps=1e6
time    年=31536000 个季度=7884000 季=7884000 个月=2592000 周=604800 个星期=604800 星期=604800
time    礼拜=604800 天=86400 小时=3600 个小时=3600 钟头=3600 个钟头=3600 分钟=60 秒钟=1 秒=1
"""
_COUNTED = """
台 辆 只 个 张 件 家 人 位 名 户 套 款 部 颗 片 条 次 项 种 间 栋 座 艘 架 支 枚 粒 箱 盒
包 瓶 杯 碗 册 本 篇 份 单 笔 股 手 人次 家店 门店 个人 代 层 批 场 幅 道 节 轮 站 柜 例
床 剂 帧 字 页 集 期 届
"""


class Unit(NamedTuple):
    """What a quantity is measured in.

    kind      what can be compared: "USD", "mass", "ratio", or a measure word such as 台; two
              with a slash for what is counted per other units
    factor    how many of the kind's base unit one is: 1000 for 吨, in kilograms
    """

    written: str
    kind: str
    factor: Decimal


def _table() -> dict[str, Unit]:
    found = {word: Unit(word, word, Decimal(1)) for word in _COUNTED.split()}
    for line in _MEASURES.strip().split("\n"):
        kind, *measures = line.split()
        for written, factor in (measure.split("=") for measure in measures):
            found[written] = Unit(written, kind, Decimal(factor))
    return found


UNITS: Mapping[str, Unit] = _table()
_ONE = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
PATTERN = rf"(?:{_ONE})(?:[/每](?:{_ONE}))?(?![A-Za-z])"


def unit(written: str) -> Unit:
    """The unit that PATTERN matched."""
    one = UNITS.get(written)
    if one:
        return one
    counted, per = re.split("[/每]", written, maxsplit=1)
    above, below = UNITS[counted], UNITS[per]
    return Unit(written, f"{above.kind}/{below.kind}", above.factor / below.factor)
