"""Makes the tables of `storage/search/tables/` from pypinyin and OpenCC.

Run it after either library was raised: `python tests/tools/make_search_tables.py`. The product
itself never imports the two libraries; it ships what this file writes.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from opencc import OpenCC
from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TABLES = Path(__file__).resolve().parents[2] / "storage" / "search" / "tables"

# Interjections whose "syllable" has no vowel a person would type.
NOT_TYPED = frozenset({"m", "n", "ng", "hm", "hng", "e\u0302"})
NO_TONES = {ord(mark): None for mark in "\u0300\u0301\u0304\u030c"}

# The characters of names with more than one reading in use; every reading given here is indexed.
HETERONYMS = """
长 zhang chang|重 zhong chong|厦 sha xia|单 dan shan chan|曾 ceng zeng|解 jie xie|仇 chou qiu
区 qu ou|查 cha zha|盖 gai ge|行 xing hang|乐 le yue|会 hui kuai|朝 chao zhao|都 dou du|大 da dai
石 shi dan|地 di de|的 de di|朴 pu piao po|卜 bu bo|柏 bai bo|翟 di zhai|缪 mou miao miu|万 wan mo
俟 si qi|尉 wei yu|澹 dan tan|覃 tan qin|种 zhong chong|秘 mi bi|折 zhe she|繁 fan po|佴 er nai
隗 wei kui|郇 xun huan|粘 zhan nian|谌 chen shen|祭 ji zhai|召 zhao shao|员 yuan yun|洗 xi xian
给 gei ji|还 hai huan|没 mei mo|传 chuan zhuan|藏 cang zang|调 diao tiao|降 jiang xiang
省 sheng xing|数 shu shuo|弹 dan tan|车 che ju|参 can shen cen|差 cha chai ci|称 cheng chen
乘 cheng sheng|盛 sheng cheng|率 lv shuai|落 luo la lao|露 lu lou|薄 bao bo|宿 su xiu|系 xi ji
校 xiao jiao|和 he huo hu|奇 qi ji|绿 lv lu|角 jiao jue|六 liu lu|蚌 bang beng|浒 hu xu
莘 shen xin|莞 guan wan|涡 wo guo|蔚 wei yu|渑 mian sheng|泷 long shuang|阿 a e|牟 mou mu
贾 jia gu|宓 mi fu|那 na nuo|颉 jie xie|囤 tun dun|番 fan pan|铅 qian yan|巷 xiang hang
陂 pi bei po|堡 bao bu pu|埔 bu pu|圩 wei xu|栎 li yue|枞 cong zong|歙 xi she|氏 shi zhi
浚 jun xun|泌 mi bi|壳 ke qiao|模 mo mu|强 qiang jiang|屏 ping bing|塞 sai se|见 jian xian
圈 quan juan|便 bian pian|伯 bo bai|叶 ye xie|仔 zi zai|咖 ka ga|卡 ka qia|扎 zha za|茄 qie jia
瞿 qu ju|句 ju gou|龟 gui jun qiu|合 he ge|贲 ben bi|靓 liang jing|曝 bao pu|瀑 pu bao|刨 pao bao
泊 po bo|拓 tuo ta|畜 chu xu|臭 chou xiu|椎 zhui chui|幢 zhuang chuang|识 shi zhi|属 shu zhu
术 shu zhu|似 si shi|提 ti di|遗 yi wei|艾 ai yi|娜 na nuo|乾 qian gan|著 zhu zhuo
着 zhe zhuo zhao|了 le liao|得 de dei|血 xue xie|轧 zha ya|贝 bei|什 shi shen|色 se shai
柜 gui ju|炮 pao bao|核 he hu|熟 shu shou|剥 bo bao|隆 long|溃 kui hui|坊 fang|佛 fo fu
""".replace("\n", "|")

# Both readings of this surname are in use; pypinyin has one of them.
OWN_READINGS = frozenset({"谌"})

# Place names, compound surnames and words of company names that the phrase list of pypinyin
# leaves out or that must never get lost.
PHRASES = """
重庆 chong qing|长沙 chang sha|厦门 xia men|长春 chang chun|长安 chang an|长江 chang jiang
长城 chang cheng|长虹 chang hong|长治 chang zhi|长乐 chang le|长兴 chang xing|长宁 chang ning
长白 chang bai|长阳 chang yang|长三角 chang san jiao|长电 chang dian|长飞 chang fei
朝阳 chao yang|成都 cheng du|首都 shou du|都江堰 du jiang yan|六安 lu an|六合 lu he
蚌埠 beng bu|东莞 dong guan|番禺 pan yu|大埔 da bu|黄陂 huang pi|铅山 yan shan|莘庄 xin zhuang
莘县 shen xian|歙县 she xian|涡阳 guo yang|蔚县 yu xian|渑池 mian chi|浚县 xun xian
枞阳 zong yang|栎阳 yue yang|泌阳 bi yang|阿房 e pang|单县 shan xian|洪洞 hong tong|乐清 yue qing
乐亭 lao ting|西藏 xi zang|台州 tai zhou|丽水 li shui|燕山 yan shan|大连 da lian|大理 da li
大同 da tong|石家庄 shi jia zhuang|厦华 xia hua|厦工 xia gong|厦航 xia hang|重百 chong bai
重啤 chong pi|重药 chong yao|银行 yin hang|商行 shang hang|分行 fen hang|支行 zhi hang
总行 zong hang|投行 tou hang|行业 hang ye|音乐 yin yue|乐器 yue qi|会计 kuai ji|参茸 shen rong
人参 ren shen|调味 tiao wei|调研 diao yan|模具 mu ju|传媒 chuan mei|宿迁 su qian
欧阳 ou yang|万俟 mo qi|尉迟 yu chi|单于 chan yu|长孙 zhang sun|澹台 tan tai|令狐 ling hu
曾国 zeng guo|百度 bai du|朴素 pu su|解放 jie fang|单位 dan wei|地区 di qu|园区 yuan qu
特区 te qu|重工 zhong gong|重汽 zhong qi|重型 zhong xing|大厦 da sha|广厦 guang sha
商厦 shang sha|快乐 kuai le|娱乐 yu le|可乐 ke le|解决 jie jue|调查 diao cha|检查 jian cha
""".replace("\n", "|")


def _entries(text: str) -> list[tuple[str, tuple[str, ...]]]:
    rows = [row.split() for row in text.split("|") if row.strip()]
    return [(row[0], tuple(row[1:])) for row in rows]


def _readings(char: str) -> list[str]:
    """Every reading pypinyin knows, without tones, its first choice first."""
    found = unicodedata.normalize("NFD", pinyin_dict[ord(char)].replace("ü", "v"))
    plain = found.translate(NO_TONES).replace("u\u0308", "v").split(",")
    return [reading for reading in dict.fromkeys(plain) if reading not in NOT_TYPED]


def first_readings() -> dict[str, str]:
    """One syllable for each character pypinyin knows."""
    known = {chr(code): _readings(chr(code)) for code in sorted(pinyin_dict)}
    return {
        char: readings[0]
        for char, readings in known.items()
        if readings and unicodedata.normalize("NFKC", char) == char
    }


def heteronyms(first: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The readings to index of the commonest heteronyms, pypinyin's first choice in front."""
    result = {}
    for char, readings in _entries(HETERONYMS):
        unknown = set(readings) - set(_readings(char))
        if unknown and char not in OWN_READINGS:
            raise ValueError(f"{char}: pypinyin does not know {sorted(unknown)}")
        if len(readings) > 1:
            result[char] = tuple(dict.fromkeys((first[char], *readings)))
    return result


def phrases(first: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Words of two and three characters that are not read as their characters alone."""
    result = {}
    for word in phrases_dict:
        if len(word) not in (2, 3) or any(char not in first for char in word):
            continue
        spoken = tuple(lazy_pinyin(word))
        if spoken != tuple(first[char] for char in word) and not NOT_TYPED.intersection(spoken):
            result[word] = spoken
    result.update(_entries(PHRASES))
    if any(len(word) != len(spoken) for word, spoken in result.items()):
        raise ValueError("a phrase needs one syllable for each character")
    return result


def simplified() -> dict[str, str]:
    """Traditional character -> simplified one; never a chain, never a change of length."""
    result: dict[str, str] = {}
    chars = "\n".join(map(chr, (*range(0x3400, 0xA000), *range(0x20000, 0x32400))))
    for name in ("t2s", "hk2s", "tw2s"):
        converted = OpenCC(name).convert(chars).split("\n")
        for char, other in zip(chars.split("\n"), converted, strict=True):
            # 著 is a simplified character too: 著名.
            if len(other) == 1 and other != char and char != "著":
                result.setdefault(char, other)
    for char, other in result.items():
        while other in result:
            other = result[other]
        if unicodedata.normalize("NFKC", other) != other:
            raise ValueError(f"{other} does not survive NFKC")
        result[char] = other
    return result


def make() -> dict[str, str]:
    """File name -> text of every table."""
    first = first_readings()
    by_syllable: dict[str, list[str]] = {}
    for char, syllable in first.items():
        by_syllable.setdefault(syllable, []).append(char)
    pairs = simplified()
    return {
        "syllables.txt": _lines(f"{key} {''.join(by_syllable[key])}" for key in by_syllable),
        "heteronyms.txt": _lines(f"{k} {' '.join(v)}" for k, v in heteronyms(first).items()),
        "phrases.txt": _lines(f"{k} {' '.join(v)}" for k, v in phrases(first).items()),
        "simplified.txt": "".join(pairs) + "\n" + "".join(pairs.values()) + "\n",
    }


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in sorted(rows))


def main() -> int:
    """Write the tables."""
    TABLES.mkdir(parents=True, exist_ok=True)
    for name, text in make().items():
        (TABLES / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
