import type { CalibrationCard, Measured } from "./calibration.ts";
import type { Share } from "./tally.ts";

export type CardLanguage = "en" | "zh";
type Words = { readonly en: string; readonly zh: string };

/** A measured share with the range it should lie in, both ends included, in per cent. */
export type Target = {
  readonly name: Words;
  readonly share: Share;
  readonly low: number;
  readonly high: number;
};

const add = (a: Share, b: Share): Share => ({ hits: a.hits + b.hits, of: a.of + b.of });

/** The targets of the synthetic lender, beside what was measured. */
export function targetsOf(m: Measured): Target[] {
  const target = (en: string, zh: string, [s, low, high]: [Share, number, number]): Target => ({
    name: { en, zh },
    share: s,
    low,
    high,
  });
  const roll = (en: string, zh: string, [both, low, high]: [Measured["toM2"], number, number]) => [
    target(`${en}, all`, `${zh},全部`, [add(both.loans, both.cards), low, high]),
    target(`${en}, loans`, `${zh},分期`, [both.loans, low, high]),
    target(`${en}, cards`, `${zh},信用卡`, [both.cards, low, high]),
  ];
  const [m1, m2, m3, later] = m.rightPartyByBucket;
  return [
    ...roll("M1→M2 roll rate", "M1→M2 迁徙率", [m.toM2, 20, 35]),
    ...roll("M2→M3 roll rate", "M2→M3 迁徙率", [m.toM3, 50, 70]),
    target("Open accounts in M2 or later", "M2 及以上账户占比", [m.late30, 2, 6]),
    target("Calls answered by a human", "接通率(有人接听)", [m.answered, 25, 40]),
    target("Right party, all calls", "本人接通率,全部", [m.rightParty, 5, 20]),
    target("Right party, M1", "本人接通率,M1", [m1, 5, 20]),
    target("Right party, M2", "本人接通率,M2", [m2, 5, 20]),
    target("Right party, M3", "本人接通率,M3", [m3, 5, 20]),
    target("Right party, M4 and later", "本人接通率,M4 及以上", [later, 5, 20]),
    target("Wrong number, of answered calls", "错号率(占接通)", [m.wrongNumber, 8, 15]),
    target("Promises kept, of those due", "承诺履约率(已到期)", [m.promisesKept, 40, 60]),
  ];
}

/** Whether a target is met; undefined where there was nothing to measure. */
export const isMet = ({ share, low, high }: Target): boolean | undefined =>
  share.of === 0
    ? undefined
    : share.hits * 100 >= low * share.of && share.hits * 100 <= high * share.of;

/** Whether the right party is reached ever more rarely from bucket to bucket. */
export function isFalling(m: Measured): boolean | undefined {
  const known = m.rightPartyByBucket.filter(({ of }) => of > 0);
  if (known.length < 2) return undefined;
  return known.every((s, i) => {
    const before = known[i - 1];
    return !before || before.hits * s.of >= s.hits * before.of;
  });
}

const mark = (met: boolean | undefined): string => (met === undefined ? "–" : met ? "✓" : "✗");

/** A per cent with one decimal, rounded half up, in integers. */
function percent({ hits, of }: Share): string {
  if (of === 0) return "–";
  const tenths = Math.floor((hits * 2_000 + of) / (2 * of));
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
}

/** Width in terminal cells: Chinese characters and full-width signs take two. */
const cells = (text: string): number =>
  [...text].reduce((sum, c) => sum + ((c.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1), 0);
const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - cells(text)));
const led = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - cells(text))) + text;

const words = {
  title: { en: "Calibration card of the synthetic lender", zh: "模拟机构校准卡" },
  measured: { en: "measured", zh: "实测" },
  target: { en: "target", zh: "目标" },
  cases: { en: "counted", zh: "样本" },
  falling: { en: "Right party falls by bucket", zh: "本人接通率逐阶段下降" },
  notes: {
    en: "Answered = right party, third party, wrong number or refused. – = nothing to measure yet. Entries younger than a month are left out of roll rates.",
    zh: "接通 = 本人、第三人、错号或拒谈。– = 暂无样本。进入不足一个月的账户不计入迁徙率。",
  },
} as const;

/** The card as text: measured values beside their targets, ✓ or ✗; every figure with its counts. */
export function formatCalibrationCard(card: CalibrationCard, lang: CardLanguage): string {
  const m = card.measured();
  const row = (cols: readonly [string, string, string, string], sign: string): string =>
    `${sign} ${padded(cols[0], 34)} ${led(cols[1], 9)}  ${led(cols[2], 9)}  ${led(cols[3], 15)}`;
  const lines = targetsOf(m).map((t) =>
    row(
      [t.name[lang], percent(t.share), `${t.low}–${t.high} %`, `${t.share.hits} / ${t.share.of}`],
      mark(isMet(t)),
    ),
  );
  return [
    words.title[lang],
    ...sizes(m, lang),
    row(["", words.measured[lang], words.target[lang], words.cases[lang]], " "),
    ...lines,
    `${mark(isFalling(m))} ${words.falling[lang]}`,
    words.notes[lang],
    "",
  ].join("\n");
}

function sizes(m: Measured, lang: CardLanguage): string[] {
  const { idsTwice, phonesTwice, badIds, lateFiles, thirdParties } = m.dirt;
  return lang === "en"
    ? [
        `  people ${m.people} · loans ${m.loans} · cards ${m.cards} · payments ${m.payments} · calls ${m.attempts}`,
        `  dirt: ids seen twice ${idsTwice} · phones at two people ${phonesTwice} · ids with a wrong check digit ${badIds} · late files ${lateFiles} · calls that third parties answered ${thirdParties}`,
      ]
    : [
        `  人数 ${m.people} · 分期 ${m.loans} · 信用卡 ${m.cards} · 还款 ${m.payments} · 拨打 ${m.attempts}`,
        `  脏数据:重复证件 ${idsTwice} · 两人同号 ${phonesTwice} · 证件校验位错误 ${badIds} · 迟到文件 ${lateFiles} · 第三人接听 ${thirdParties}`,
      ];
}
