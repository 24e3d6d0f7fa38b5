/**
 * How an asset leaves a class once it is better by days alone.
 * `immediate`: at once. `arrears_cleared`: when nothing at all is past due. `observed_days`: that
 * many days in a row with nothing past due; `observed_instalments`: that many due dates passed with
 * nothing past due. `never`: what is written off stays so.
 */
export type CureRule =
  | { readonly kind: "immediate" }
  | { readonly kind: "arrears_cleared" }
  | { readonly kind: "observed_days"; readonly days: number }
  | { readonly kind: "observed_instalments"; readonly instalments: number }
  | { readonly kind: "never" };

/** One class. `fromDays`: the days past due it begins at; undefined where days never lead there. */
export type AssetClass = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly fromDays: number | undefined;
  /** Counts as non-performing: what restructuring and contagion rules look at. */
  readonly nonPerforming: boolean;
  readonly cure: CureRule;
};

/**
 * The least class of a restructured asset while it is watched, by code: of one that performed
 * before, of one that did not, and of one restructured again while watched.
 */
export type RestructuredRule = {
  readonly atLeast: string;
  readonly atLeastIfNonPerforming: string;
  readonly atLeastIfAgain: string;
  readonly observationMonths: number;
  /** Turning non-performing while watched starts the watch anew. */
  readonly restartsWhenNonPerforming: boolean;
};

/**
 * `loan`: each loan stands alone. `arrears`: the person is classed as if all their loans were one,
 * so that one cures only when all are paid. `share`: once loans of `from` or worse are more than
 * `above` of what the person owes, every loan is `from` at least.
 */
export type Contagion =
  | { readonly kind: "loan" }
  | { readonly kind: "arrears"; readonly from: string }
  | {
      readonly kind: "share";
      readonly from: string;
      readonly above: { readonly part: bigint; readonly of: bigint };
    };

/** An asset classification as data, mildest class first; a product may bring its own. */
export type AssetScheme = {
  readonly id: string;
  readonly classes: readonly [AssetClass, ...AssetClass[]];
  /** The count on the due date itself: 0 when the day after is day 1, 1 when it is day 1. */
  readonly dueDateIs: 0 | 1;
  readonly contagion: Contagion;
  readonly restructured: RestructuredRule | undefined;
};

const immediate: CureRule = { kind: "immediate" };
const never: CureRule = { kind: "never" };
const alone: Contagion = { kind: "loan" };

type Labels = readonly [code: string, zh: string, en: string];

const performing = (labels: Labels, fromDays?: number): AssetClass => ({
  ...named(labels),
  fromDays,
  nonPerforming: false,
  cure: immediate,
});

const bad = (labels: Labels, fromDays: number | undefined, cure: CureRule): AssetClass => ({
  ...named(labels),
  fromDays,
  nonPerforming: true,
  cure,
});

const named = ([code, zh, en]: Labels): Pick<AssetClass, "code" | "zh" | "en"> => ({
  code,
  zh,
  en,
});

const normal: Labels = ["normal", "正常", "Normal"];
const mention: Labels = ["special_mention", "关注", "Special mention"];
const substandard: Labels = ["substandard", "次级", "Substandard"];
const doubtful: Labels = ["doubtful", "可疑", "Doubtful"];
const loss: Labels = ["loss", "损失", "Loss"];

const fiveTiers = (
  [m, s, d, l]: readonly [number, number, number, number],
  cure: CureRule,
): AssetScheme["classes"] => [
  performing(normal),
  performing(mention, m),
  bad(substandard, s, cure),
  bad(doubtful, d, cure),
  bad(loss, l, cure),
];

/** 《商业银行金融资产风险分类办法》: watched a year at least; day counts and article unverified. */
const restructured2023: RestructuredRule = {
  atLeast: "special_mention",
  atLeastIfNonPerforming: "substandard",
  atLeastIfAgain: "substandard",
  observationMonths: 12,
  restartsWhenNonPerforming: true,
};

/**
 * China, five tiers of 2023 (《商业银行金融资产风险分类办法》, in force 2023-07-01), retail: special
 * mention from day 1, substandard above 90, doubtful above 270, loss above 360. Personal, card and
 * small-business loans may be moved up by days alone (脱期法), each loan for itself.
 */
export const cn2023: AssetScheme = {
  id: "cn_2023",
  classes: fiveTiers([1, 91, 271, 361], immediate),
  dueDateIs: 0,
  contagion: alone,
  restructured: restructured2023,
};

/**
 * The same for non-retail debtors: out of the bad classes only after half a year in time, and all
 * of a debtor's claims are bad once more than 10 % of them are. The rule wants the longer of
 * six months and two instalments: a product with periods above three months sets its own.
 */
export const cn2023Corporate: AssetScheme = {
  ...cn2023,
  id: "cn_2023_corporate",
  classes: fiveTiers([1, 91, 271, 361], { kind: "observed_days", days: 183 }),
  contagion: { kind: "share", from: "substandard", above: { part: 10n, of: 100n } },
};

/** China, cards (《商业银行信用卡业务监督管理办法》 art. 92, 2011): 1–90, 91–120, 121–180, above. */
export const cnCard2011: AssetScheme = {
  id: "cn_card_2011",
  classes: fiveTiers([1, 91, 121, 181], immediate),
  dueDateIs: 0,
  contagion: alone,
  restructured: undefined,
};

/**
 * IFRS 9: stage 2 above 30 days (5.5.11), stage 3 above 90 (B5.5.37), both rebuttable: other bands
 * are other data. Stage 3 is left after 90 days with nothing past due, a usual probation; the
 * standard sets none.
 */
export const ifrs9: AssetScheme = {
  id: "ifrs9",
  classes: [
    performing(["stage_1", "第一阶段", "Stage 1"]),
    performing(["stage_2", "第二阶段", "Stage 2"], 31),
    bad(["stage_3", "第三阶段", "Stage 3"], 91, { kind: "observed_days", days: 90 }),
  ],
  dueDateIs: 0,
  contagion: alone,
  restructured: {
    atLeast: "stage_2",
    atLeastIfNonPerforming: "stage_3",
    atLeastIfAgain: "stage_3",
    observationMonths: 12,
    restartsWhenNonPerforming: true,
  },
};

/** US retail (FFIEC Uniform Retail Credit Classification, 65 FR 36903): charge-off never cures. */
const ffiec = (id: string, chargeOffFrom: number): AssetScheme => ({
  id,
  classes: [
    performing(["pass", "正常", "Pass"]),
    bad(["substandard", "次级", "Substandard"], 90, immediate),
    bad(["charge_off_due", "应核销", "Charge-off due"], chargeOffFrom, never),
  ],
  dueDateIs: 0,
  contagion: alone,
  restructured: undefined,
});

export const usFfiecClosedEnd = ffiec("us_ffiec_closed_end", 120);
export const usFfiecOpenEnd = ffiec("us_ffiec_open_end", 180);
export const usFfiecResidential = ffiec("us_ffiec_residential", 180);

/**
 * India (RBI/2021-2022/125 of 12 November 2021): overdue at the day-end of the due date itself (a
 * span of unpaid arrears therefore begins on the due date, not on the day after),
 * SMA-0 to day 30, SMA-1 to 60, SMA-2 to 90, then NPA. The borrower is classed, not the loan; an NPA
 * is upgraded only when the entire arrears of interest and principal of all their loans are paid.
 */
export const rbi: AssetScheme = {
  id: "rbi",
  classes: [
    performing(["standard", "正常", "Standard"]),
    performing(["sma_0", "SMA-0", "SMA-0"], 1),
    performing(["sma_1", "SMA-1", "SMA-1"], 31),
    performing(["sma_2", "SMA-2", "SMA-2"], 61),
    bad(["npa", "不良", "NPA"], 91, { kind: "arrears_cleared" }),
  ],
  dueDateIs: 1,
  contagion: { kind: "arrears", from: "npa" },
  restructured: undefined,
};

/** The schemes that product terms may name. */
export const assetSchemeById: Readonly<Record<string, AssetScheme>> = Object.fromEntries(
  [
    cn2023,
    cn2023Corporate,
    cnCard2011,
    ifrs9,
    usFfiecClosedEnd,
    usFfiecOpenEnd,
    usFfiecResidential,
    rbi,
  ].map((scheme) => [scheme.id, scheme]),
);
