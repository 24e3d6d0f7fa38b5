/** Texts of the Today page, and the words shared with it: steps, reasons for a rank, protections. */
export const todayEn = {
  today: {
    title: "Today",
    matching_one: "{{count, number}} person",
    matching_other: "{{count, number}} people",
    filtered: "{{count, number}} of {{all, number}} people match",
    search: "Search",
    searchPlaceholder: "Name, phone, ID, contract",
    clear: "Clear filters",
    buckets: "Filter by bucket",
    strip: "People by bucket: {{list}}",
    step: "Next step",
    anyStep: "Any next step",
    rank: "Rank",
    person: "Person",
    why: "Why this rank",
    table: "Work queue, best next person first",
    more: "and {{count, number}} more",
    less: "Less",
    explain: "Explain the rank of {{name}}",
    score: "Score",
    points: "{{points}} points",
    mismatch: "The reasons add up to {{sum}}; the score is {{score}}.",
    moreAccounts_one: "{{count, number}} account late",
    moreAccounts_other: "{{count, number}} accounts late",
    balance: "balance {{amount}}",
    loadFailed: "These rows could not be loaded.",
    emptyFilterTitle: "Nobody matches these filters",
    emptySearchBody:
      "Nobody in the queue matches '{{q}}'. A name, the whole phone or ID number or its last digits, or a contract number will do.",
    emptyBlockedTitle: "The queue is empty because nobody here may be contacted yet",
    emptyBlockedBody:
      "Until we know whom not to contact, we contact nobody. Load the suppression file of {{names}}, or let two people sign that none exists:",
    emptyStaleTitle: "The queue is empty because the data is too old",
    emptyStaleBody:
      "A payment may be in that we have not seen, and nobody is pressed on old data. Load the newest file of {{names}} and run the day.",
    emptyDoneTitle: "Nobody is waiting",
    emptyDoneBody:
      "Everyone who is late is protected today, or has been looked after. The next list comes with the next day cycle.",
    emptyStartTitle: "No business date is complete yet",
    emptyStartBody: "Import a book and run its first day cycle: the queue is built at its end.",
  },
  step: {
    remind: "Remind",
    call: "Call",
    negotiate: "Negotiate",
    visit_review: "Review for a visit",
    legal_review: "Legal review",
    recovery: "Recovery",
  },
  reason: {
    entered_collections: {
      full: "Entered collections {{days}} days ago",
      dated: "Entered collections on {{on}}",
      plain: "Entered collections recently",
    },
    stage: {
      full: "Is in bucket {{bucket}}, {{days}} days past due",
      short: "Is in bucket {{bucket}}",
      plain: "Stage of delinquency",
    },
    rolls_soon: {
      full: "Moves to {{bucket}} in {{days}} days",
      dated: "Moves to {{bucket}} on {{on}}",
      short: "Moves to the next bucket in {{days}} days",
      plain: "Moves to a worse bucket soon",
    },
    amount: {
      full: "{{amount}} past due",
      plain: "Amount past due",
    },
    several_accounts: {
      full: "{{count}} accounts late at once",
      short: "{{accounts}} accounts late at once",
      plain: "Several accounts late at once",
    },
    promise_broken: {
      dated: "A promise to pay was broken on {{on}}",
      plain: "A promise to pay was broken",
    },
    re_default: {
      full: "Late again: {{times}} times in collections",
      plain: "Late again after cure",
    },
    first_payment_default: {
      dated: "The first instalment, due on {{on}}, was missed",
      plain: "The first instalment was missed",
    },
  },
  withheld: {
    title_one: "{{count, number}} person late is protected and not listed",
    title_other: "{{count, number}} people late are protected and not listed",
    hold: {
      short: "on hold",
      more: "A complaint, a dispute, a wish not to be contacted or another hold stops contact until it ends.",
    },
    book_not_contactable: {
      short: "book not cleared for contact",
      more: "Their book has no suppression file yet, so we do not know whom not to contact, and contact nobody.",
    },
    data_too_old: {
      short: "data too old",
      more: "A payment may be in that we have not seen. Nobody is pressed on old data.",
    },
    promise_or_plan_running: {
      short: "promise or plan running",
      more: "They have agreed what to pay and when. They are left in peace while they keep to it.",
    },
  },
};
