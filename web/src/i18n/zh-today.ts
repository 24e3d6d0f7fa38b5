import type { todayEn } from "./en-today.ts";
import type { Mirror } from "./zh.ts";

/** 今日作业页的文字,以及步骤、排序理由与保护原因。 */
export const todayZh: Mirror<typeof todayEn> = {
  today: {
    title: "今日作业",
    matching_one: "{{count, number}} 人",
    matching_other: "{{count, number}} 人",
    filtered: "符合条件 {{count, number}} 人，共 {{all, number}} 人",
    search: "搜索",
    searchPlaceholder: "姓名、电话、证件号或合同号",
    clear: "清除筛选",
    buckets: "按逾期阶段筛选",
    strip: "各逾期阶段人数：{{list}}",
    step: "下一步骤",
    anyStep: "全部步骤",
    rank: "排序",
    person: "客户",
    why: "排序理由",
    table: "作业队列，最应先处理的排在最前",
    more: "另有 {{count, number}} 条",
    less: "收起",
    explain: "查看 {{name}} 的排序理由",
    score: "得分",
    points: "{{points}} 分",
    mismatch: "各理由合计 {{sum}} 分，得分为 {{score}} 分。",
    moreAccounts_one: "{{count, number}} 户逾期",
    moreAccounts_other: "{{count, number}} 户逾期",
    balance: "余额 {{amount}}",
    loadFailed: "这些行没有加载成功。",
    emptyFilterTitle: "没有符合筛选条件的客户",
    emptySearchBody:
      "队列中没有与“{{q}}”相符的客户。可输入姓名、完整的电话或证件号及其末几位，或合同号。",
    emptyBlockedTitle: "队列为空：这里的客户暂不可联系",
    emptyBlockedBody:
      "在确知哪些人不得联系之前，不联系任何人。请载入 {{names}} 的停催名单，或由两人共同签署确认不存在此类名单：",
    emptyStaleTitle: "队列为空：数据过旧",
    emptyStaleBody:
      "可能有尚未入账的还款，不依据旧数据向任何人施压。请载入 {{names}} 的最新文件并运行日终处理。",
    emptyDoneTitle: "没有待处理的客户",
    emptyDoneBody: "逾期客户今天都受到保护，或已经处理完毕。下一次日终处理后会有新的队列。",
    emptyStartTitle: "还没有完成的业务日",
    emptyStartBody: "请导入账册并运行第一次日终处理，队列在日终时生成。",
  },
  step: {
    remind: "提醒",
    call: "致电",
    negotiate: "协商",
    visit_review: "外访评估",
    legal_review: "法务评估",
    recovery: "核销后回收",
  },
  reason: {
    entered_collections: {
      full: "{{days}} 天前入催",
      dated: "{{on}} 入催",
      plain: "新近入催",
    },
    stage: {
      full: "处于 {{bucket}} 阶段，逾期 {{days}} 天",
      short: "处于 {{bucket}} 阶段",
      plain: "所处逾期阶段",
    },
    rolls_soon: {
      full: "{{days}} 天后进入 {{bucket}}",
      dated: "{{on}} 进入 {{bucket}}",
      short: "{{days}} 天后进入下一阶段",
      plain: "即将进入更差阶段",
    },
    amount: { full: "逾期金额 {{amount}}", plain: "逾期金额" },
    several_accounts: {
      full: "{{count}} 户同时逾期",
      short: "{{accounts}} 户同时逾期",
      plain: "多户同时逾期",
    },
    promise_broken: {
      dated: "{{on}} 承诺还款跳票",
      plain: "承诺还款跳票",
    },
    re_default: {
      full: "恢复正常后再次逾期，第 {{times}} 次入催",
      plain: "恢复正常后再次逾期",
    },
    first_payment_default: { dated: "首期（{{on}} 到期）即逾期", plain: "首期即逾期" },
  },
  withheld: {
    title_one: "{{count, number}} 位逾期客户受保护，未列入队列",
    title_other: "{{count, number}} 位逾期客户受保护，未列入队列",
    hold: {
      short: "停催",
      more: "因投诉、异议、要求停止联系等原因停催，结束前不联系。",
    },
    book_not_contactable: {
      short: "账册暂不可联系",
      more: "所属账册还没有停催名单，无法确知哪些人不得联系，因此谁也不联系。",
    },
    data_too_old: {
      short: "数据过旧",
      more: "可能有尚未入账的还款。不依据旧数据向任何人施压。",
    },
    promise_or_plan_running: {
      short: "承诺或还款计划进行中",
      more: "已约定还款金额与日期，履约期间不打扰。",
    },
  },
};
