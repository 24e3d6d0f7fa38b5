import type { Component } from "@mora/core/ledger/components";

/** The words of a statement: the field's standard terms. */
export type Language = "en" | "zh";

export type Words = {
  readonly source: string;
  readonly policy: string;
  readonly standard: string;
  readonly events: string;
  readonly schedule: string;
  readonly calculations: string;
  readonly asOf: (on: string, knownOn: string | undefined) => string;
  readonly eventColumns: readonly string[];
  readonly scheduleColumns: readonly string[];
  readonly balanceColumns: readonly string[];
  readonly total: string;
  readonly refused: string;
  readonly recorded: (on: string) => string;
  readonly waived: string;
  readonly lateness: (days: number, since: string) => string;
  readonly current: string;
  readonly bucket: string;
  readonly assetClass: string;
  readonly credit: string;
  readonly accrued: string;
  readonly principal: string;
  readonly next: (amount: string, on: string) => string;
  readonly frozen: string;
  readonly quotes: string;
  readonly consequences: string;
  readonly holds: (claims: number) => string;
  readonly fails: (failures: number, claims: number) => string;
  readonly expected: string;
  readonly got: string;
  readonly components: Readonly<Record<Component, string>>;
  readonly terms: Readonly<Record<string, string>>;
};

const en: Words = {
  source: "Source",
  policy: "Policy",
  standard: "default",
  events: "Events",
  schedule: "Schedule",
  calculations: "Calculations",
  asOf: (on, knownOn) => (knownOn ? `${on}, as known on ${knownOn}` : on),
  eventColumns: ["date", "event", "", "amount", "what it did"],
  scheduleColumns: ["no", "due", "principal", "interest", "other", "paid", "waived", "open"],
  balanceColumns: ["", "past due", "due", "balance"],
  total: "total",
  refused: "refused",
  recorded: (on) => `recorded ${on}`,
  waived: "given up",
  lateness: (days, since) => `${days} days past due${since === "never" ? "" : `, since ${since}`}`,
  current: "nothing past due",
  bucket: "bucket",
  assetClass: "class",
  credit: "credit",
  accrued: "accrued, not yet asked for",
  principal: "principal owed",
  next: (amount, on) => `next ${amount} on ${on}`,
  frozen: "frozen",
  quotes: "Least payment today to",
  consequences: "Decisions turned over by what was recorded that day",
  holds: (claims) => `Every claim holds: ${claims} of ${claims}.`,
  fails: (failures, claims) => `${failures} of ${claims} claims DO NOT HOLD:`,
  expected: "story says",
  got: "engine says",
  components: {
    costs: "costs",
    tax: "tax",
    fee: "fee",
    guarantee_fee: "guarantee fee",
    damages: "liquidated damages",
    compound: "compound interest",
    penalty: "penalty interest",
    judgment_interest: "judgment interest",
    interest: "interest",
    principal: "principal",
  },
  terms: {},
};

const zh: Words = {
  source: "出处",
  policy: "规则开关",
  standard: "默认",
  events: "事件",
  schedule: "还款计划",
  calculations: "单项计算",
  asOf: (on, knownOn) => (knownOn ? `${on}（按 ${knownOn} 所知）` : on),
  eventColumns: ["日期", "事件", "", "金额", "结果"],
  scheduleColumns: ["期次", "应还日", "本金", "利息", "其他", "已还", "减免", "未还"],
  balanceColumns: ["", "逾期", "应还", "余额"],
  total: "合计",
  refused: "拒绝",
  recorded: (on) => `入账 ${on}`,
  waived: "减免",
  lateness: (days, since) => `逾期 ${days} 天${since === "never" ? "" : `，自 ${since} 起`}`,
  current: "无逾期",
  bucket: "逾期阶段",
  assetClass: "资产分类",
  credit: "溢缴款",
  accrued: "已计未收利息",
  principal: "本金余额",
  next: (amount, on) => `下期 ${amount}，${on}`,
  frozen: "暂停",
  quotes: "当日最少还款",
  consequences: "因当日入账而须更正的决定",
  holds: (claims) => `全部相符：${claims} 项。`,
  fails: (failures, claims) => `${claims} 项中有 ${failures} 项不符：`,
  expected: "故事所述",
  got: "计算结果",
  components: {
    costs: "实现债权费用",
    tax: "税费",
    fee: "费用",
    guarantee_fee: "担保费",
    damages: "违约金",
    compound: "复利",
    penalty: "罚息",
    judgment_interest: "迟延履行利息",
    interest: "利息",
    principal: "本金",
  },
  terms: {
    open: "正常存续",
    paid_off: "已结清",
    charged_off: "核销",
    released: "债务豁免",
    bring_current: "还清逾期",
    fall_one_bucket: "降一期",
    pay_off: "全额结清",
    disbursement: "放款",
    payment: "还款",
    recovery: "核销后回收",
    refund: "退款",
    credit: "挂账",
    goodwill_credit: "贷方补偿",
    reversal: "冲正",
    chargeback: "退票（银行撤回）",
    fee: "收费",
    penalty: "罚金",
    waiver: "减免",
    settlement_discount: "减免结清",
    rate_change: "利率变更",
    reschedule: "改期",
    re_age: "账龄重置",
    re_amortise: "重新摊还",
    deferral: "延期",
    restructure: "重组",
    pause: "暂停",
    resume: "恢复",
    charge_off: "核销",
    undo_charge_off: "撤销核销",
    release: "债务豁免",
    guarantor_payout: "代偿",
    owner_share: "份额变更",
    sale: "债权转让",
    ageing: "逾期天数",
    charges: "计息收费",
    contact: "联系",
    late_charge: "逾期收费",
    promise_broken: "判定跳票",
    plan_cancelled: "取消还款计划",
    class_set: "资产分类认定",
    bureau_line: "征信报送",
    letter_sent: "发函",
    commission: "佣金",
    automatic: "自动更正",
    rejudge: "重新判定",
    task: "人工处理",
  },
};

export const wordsByLanguage: Readonly<Record<Language, Words>> = { en, zh };

/** A code in the reader's language; English says the code itself, in words. */
export const termOf = (words: Words, code: string): string =>
  words.terms[code] ?? code.replaceAll("_", " ");
