import { type TextReader, textReader } from "@mora/contract/loan-text";
import type { Calculation } from "@mora/contract/story-calculations";
import { type LimitationFacts, limitation } from "@mora/core/arrears/limitation";
import { limitationTermsById } from "@mora/core/arrears/limitation-terms";
import { assert } from "@mora/core/kernel/assert";
import { type DayNumber, isoFromDay } from "@mora/core/kernel/business-date";
import { ok, type Result } from "@mora/core/kernel/result";

type LimitationForm = Extract<Calculation, { kind: "limitation" }>;

/** The last day to act, the alarm before it, and why each step counted; `never` while it stands still. */
export function limitationAnswer(form: LimitationForm): Result<unknown> {
  const reader = textReader();
  const terms = limitationTermsById[form.law];
  assert(terms, "the form names known laws only");
  const facts = reader.result(factsOf(form, reader));
  if (!facts.ok) return facts;
  const { expiresOn, alarmOn, steps } = limitation(terms, facts.value);
  const text = (on: DayNumber | undefined): string => (on === undefined ? "never" : isoFromDay(on));
  const why = steps.map((step) => `${isoFromDay(step.on)} ${step.kind} ${step.why}`);
  return ok({ expiresOn: text(expiresOn), alarmOn: text(alarmOn), why });
}

function factsOf(form: LimitationForm, reader: TextReader): LimitationFacts {
  const holidays = new Set((form.holidays ?? []).map(reader.day));
  return {
    dueOn: form.dueOn.map(reader.day),
    events: (form.events ?? []).map(({ on, kind, proof, against = "this", proceedingsEndOn }) => ({
      on: reader.day(on),
      kind,
      proof,
      against,
      ...(proceedingsEndOn !== undefined && {
        proceedingsEndOn:
          proceedingsEndOn === "open" ? proceedingsEndOn : reader.day(proceedingsEndOn),
      }),
    })),
    suspensions: (form.suspensions ?? []).map(({ from, until, ground, proof }) => ({
      from: reader.day(from),
      until: until === undefined ? undefined : reader.day(until),
      ground,
      proof,
    })),
    alarmDays: form.alarmDays ?? 0,
    ...(form.holidays && { isHoliday: (on: DayNumber) => holidays.has(on) }),
  };
}
