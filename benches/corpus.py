#!/usr/bin/env python3
"""Writes a corpus of Chinese articles, the same bytes in every run, as a site of pufa and as a site of Hugo.

    corpus.py PAGES FOLDER      makes FOLDER/pufa and FOLDER/hugo

Each article holds 800 to 1,500 characters: headings, lists, a table, a quotation, a footnote, links to other articles, a
picture, citations of statutes, and in one of twenty a block of code. Four sections, two taxonomies of 200 and 40 terms.
Both sites hold the same words; only the configuration differs.
"""

import random
import struct
import sys
import zlib
from pathlib import Path

SECTIONS = [("classroom", "普法课堂"), ("rights", "巾帼维权"), ("minfadian", "民法典专栏"), ("learn", "妇联邀您来学法")]
TAGS, TOPICS = 200, 40

NOUNS = """
婚姻 家庭 财产 房屋 土地 合同 彩礼 离婚 抚养费 赡养费 老人 孩子 妇女 父母 子女 夫妻 证据 法院 派出所 居委会 村委会 妇联 律师 调解员
单位 工资 产假 劳动合同 社会保险 工伤 遗嘱 遗产 继承人 债务 借条 利息 保证人 监护人 未成年人 学校 老师 网络 手机 短信 电话 骗子
银行卡 密码 验证码 账户 转账记录 聊天记录 录音 照片 病历 报警回执 告诫书 保护令 证人 当事人 原告 被告 判决书 裁定书 调解书 申请书
起诉状 身份证 户口本 结婚证 出生证明 房产证 承包地 宅基地 补偿款 集体收益 村规民约 名誉 隐私 肖像 个人信息 健康 安全 尊严 自由 权利
义务 责任 程序 期限 条件 材料 费用 时间 地点 内容 原因 结果 办法 规定 法律 条款 制度 政策 机构 部门 窗口 热线 服务站 志愿者 社工
心理 情绪 压力 矛盾 冲突 暴力 伤害 威胁 骚扰 跟踪 歧视 平等 协议 承诺 约定 授权 委托 公证 登记 备案 审查 执行 监督 救助 援助
邻居 亲戚 朋友 同事 老板 房东 租客 商家 消费者 平台 快递 保健品 养老金 存款 投资 贷款 担保 抵押 车祸 医院 医生 学费 生活费 户籍
""".split()
VERBS = """
申请 提交 保存 收集 整理 准备 说明 证明 主张 请求 起诉 上诉 撤回 同意 拒绝 反对 协商 调解 签订 解除 变更 履行 支付 返还 赔偿 分割
继承 抚养 赡养 照顾 保护 制止 报警 求助 咨询 联系 通知 告知 登记 办理 审理 判决 执行 监督 检查 核对 记录 拍照 录音 打印 复印 了解
学习 讨论 尊重 遵守 违反 侵害 威胁 隐瞒 转移 变卖 占有 使用 处分 承担 免除 减轻 增加 保障 支持 帮助 陪伴 安慰 提醒 警惕 识别 防止
""".split()
ADVERBS = "及时 依法 共同 单独 书面 口头 当面 尽快 如实 妥善 定期 主动 自愿 公平 完整 明确 逐项 耐心 仔细 首先 然后 最后 一般 通常 往往 可能 应当 可以 必须 不得".split()
LINKS = "如果 因为 所以 但是 而且 或者 同时 此外 例如 也就是说 需要注意的是 一般来说 在这种情况下 按照规定 根据实际情况 对于普通家庭".split()
PEOPLE = "王芳 李秀英 张桂兰 刘洋 陈静 杨柳 赵敏 黄小燕 周玉梅 吴海燕 徐丽 孙慧 朱琳 高洁 林晓 何平".split()
LAWS = [("民法典", 1260), ("反家庭暴力法", 38), ("妇女权益保障法", 86), ("未成年人保护法", 132), ("家庭教育促进法", 55), ("劳动合同法", 98)]
CODE = [
    ("python", "def share(total, children):\n    # 平均分给每个孩子\n    return [total / children for _ in range(children)]\n"),
    ("javascript", "const days = (a, b) => Math.round((b - a) / 864e5);\nconsole.log(days(new Date('2026-01-01'), new Date()));\n"),
    ("bash", "for file in *.jpg; do\n  cp \"$file\" \"备份/$file\"\ndone\n"),
]


def chinese(number):
    """Writes a number below 10,000 in Chinese numerals, as statutes do."""
    digits, units, text, zero = "零一二三四五六七八九", "千百十", "", False
    for power, unit in zip((1000, 100, 10), units):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + ("" if unit == "十" and digit == 1 and not text else digits[digit]) + unit
            zero = False
        else:
            zero = True
    return text + (("零" if zero and text else "") + digits[number % 10] if number % 10 else "")


class Article:
    """Writes one article; everything follows from its number and the size of the corpus."""

    def __init__(self, number, pages):
        self.number, self.pages = number, pages
        self.dice = random.Random(number * 7919 + 20260308)

    def clause(self):
        pick = self.dice.choice
        kind = self.dice.randrange(5)
        if kind == 0:
            return f"{pick(LINKS)}{pick(NOUNS)}{pick(ADVERBS)}{pick(VERBS)}{pick(NOUNS)}"
        if kind == 1:
            return f"{pick(PEOPLE)}{pick(ADVERBS)}{pick(VERBS)}了{pick(NOUNS)}的{pick(NOUNS)}"
        if kind == 2:
            return f"{pick(NOUNS)}和{pick(NOUNS)}{pick(ADVERBS)}由{pick(NOUNS)}{pick(VERBS)}"
        if kind == 3:
            return f"{pick(ADVERBS)}向{pick(NOUNS)}{pick(VERBS)}{pick(NOUNS)}，{pick(VERBS)}{pick(NOUNS)}"
        return f"没有{pick(NOUNS)}的，{pick(ADVERBS)}{pick(VERBS)}{pick(NOUNS)}"

    def sentence(self):
        return "，".join(self.clause() for _ in range(self.dice.randint(1, 3))) + self.dice.choice("。。。。；？")

    def paragraph(self, sentences):
        return "".join(self.sentence() for _ in range(sentences))

    def citation(self):
        law, last = self.dice.choice(LAWS)
        place = f"第{chinese(self.dice.randint(1, last))}条"
        return f"《{law}》{place}"

    def link(self):
        other = self.dice.randrange(self.pages)
        section = SECTIONS[other % 4][0]
        return f"[{self.dice.choice(NOUNS)}怎么办](../{section}/p{other:06}.md)"

    def title(self):
        pick = self.dice.choice
        return f"{pick(NOUNS)}{pick(VERBS)}{pick(NOUNS)}的{self.dice.randint(2, 9)}个要点（{self.number}）"

    def body(self):
        dice = self.dice
        blocks = [self.paragraph(2), f"{self.citation()}说得清楚：**{self.clause()}**。{self.sentence()}详见{self.link()}。[^1]"]
        blocks += [f"## {dice.choice(NOUNS)}与{dice.choice(NOUNS)}", self.paragraph(3)]
        blocks += ["\n".join(f"- {self.sentence()}" for _ in range(dice.randint(3, 5)))]
        blocks += [f"![{dice.choice(NOUNS)}示意图](lamp.png)", f"## 怎样{dice.choice(VERBS)}{dice.choice(NOUNS)}"]
        blocks += ["\n".join(f"{at}. {self.sentence()}" for at in range(1, dice.randint(4, 6)))]
        rows = "\n".join(f"| {dice.choice(NOUNS)} | {self.clause()} | {dice.randint(1, 60)} 日 |" for _ in range(4))
        blocks += [f"| 事项 | 要求 | 期限 |\n| --- | --- | --: |\n{rows}", f"### {dice.choice(NOUNS)}", self.paragraph(2)]
        blocks += [f"> {self.sentence()}{self.sentence()}", f"按照{self.citation()}，{self.sentence()}也可以看{self.link()}。"]
        if self.number % 20 == 0:
            language, code = CODE[self.number // 20 % len(CODE)]
            blocks.append(f"```{language}\n{code}```")
        wanted = dice.randint(800, 1400)
        while sum(map(len, blocks)) < wanted:
            blocks.append(self.paragraph(2))
        return "\n\n".join([*blocks, f"[^1]: {self.citation()}。{self.sentence()}"]) + "\n"

    def source(self):
        dice, number = self.dice, self.number
        title, body = self.title(), self.body()
        tags = sorted({f"标签{dice.randrange(TAGS):03}" for _ in range(3)})
        topics = sorted({f"专题{dice.randrange(TOPICS):02}" for _ in range(2)})
        date = f"{2017 + number % 9}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        summary = body.split("。")[0].split("；")[0].split("？")[0] + "。"
        lists = f"tags: [{', '.join(tags)}]\ntopics: [{', '.join(topics)}]\n"
        return f"---\ntitle: {title}\ndate: {date}\nsummary: {summary}\n{lists}---\n\n{body}"


def png(width, height):
    """Makes a small picture with a gradient."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in (x * 255 // width, y * 255 // height, 96)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PUFA = """title = "速度测试"
description = "用来比较速度的网站，内容没有意义"
base_url = "https://bench.example.org/"

[publish]
paginate = 20

[taxonomies.tags]
name = "标签"

[taxonomies.topics]
name = "专题"
"""

HUGO = """title = "速度测试"
baseURL = "https://bench.example.org/"
locale = "zh-CN"
defaultContentLanguage = "zh-cn"
hasCJKLanguage = true
enableRobotsTXT = true
disableKinds = []
[pagination]
pagerSize = 20
[taxonomies]
tag = "tags"
topic = "topics"
[outputs]
home = ["html", "atom"]
section = ["html", "atom"]
term = ["html", "atom"]
taxonomy = ["html"]
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "feed"
isPlainText = false
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[markup.highlight]
noClasses = false
[markup.goldmark.extensions.cjk]
enable = true
eastAsianLineBreaks = true
escapedSpace = true
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
[related]
includeNewer = true
threshold = 20
toLower = false
[[related.indices]]
name = "tags"
weight = 100
[[related.indices]]
name = "topics"
weight = 50
"""


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def main(pages, folder):
    picture = png(320, 180)
    for site, name, config in (("pufa", "site.toml", PUFA), ("hugo", "hugo.toml", HUGO)):
        write(folder / site / name, config)
        for weight, (section, title) in enumerate(SECTIONS):
            write(folder / site / "content" / section / "_index.md", f"---\ntitle: {title}\nweight: {weight + 1}\n---\n\n{title}的全部文章。\n")
            write(folder / site / "content" / section / "lamp.png", picture)
    for number in range(pages):
        text = Article(number, pages).source().encode()
        for site in ("pufa", "hugo"):
            path = folder / site / "content" / SECTIONS[number % 4][0] / f"p{number:06}.md"
            path.write_bytes(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), Path(sys.argv[2]))
