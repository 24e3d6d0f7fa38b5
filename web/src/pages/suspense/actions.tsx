import type { BankLineDetail } from "@mora/contract";
import { Button, Input } from "antd";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts } from "../../components/shortcuts.ts";
import { Kbd } from "../../ui/kbd.tsx";
import type { Wish } from "./use-decide.ts";
import { allowedOn } from "./why-not.ts";

type Props = { line: BankLineDetail; isBusy: boolean; onWish: (wish: Wish) => void };
type WithReason = "ignore" | "return";

/** Fewest signs of a reason that says something. */
const SHORTEST = 3;

/** What can be done with a line besides applying it to a candidate. */
export function Actions({ line, isBusy, onWish }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<WithReason>();
  const allowed = allowedOn(line);
  const ask = (kind: WithReason) => (): void => {
    if (allowed.has(kind)) setAsking(kind);
  };
  useShortcuts([
    { keys: "n", run: ask("ignore") },
    { keys: "b", run: ask("return") },
  ]);
  if (asking)
    return (
      <ReasonForm
        kind={asking}
        isBusy={isBusy}
        onCancel={() => setAsking(undefined)}
        onSubmit={(reason) => onWish({ kind: asking, reason })}
      />
    );
  return (
    <div className="line-actions">
      {allowed.has("apply") && line.direction === "debit" ? (
        <ReturnButton {...{ line, isBusy, onWish }} />
      ) : null}
      {allowed.has("ignore") ? (
        <Button disabled={isBusy} onClick={ask("ignore")}>
          {t("suspense.ignore")} <Kbd keys="n" />
        </Button>
      ) : null}
      {allowed.has("return") ? (
        <Button disabled={isBusy} onClick={ask("return")}>
          {t("suspense.sendBack")} <Kbd keys="b" />
        </Button>
      ) : null}
      {allowed.has("undo") ? (
        <Button disabled={isBusy} onClick={() => onWish({ kind: "undo" })}>
          {t("suspense.undo")}
        </Button>
      ) : null}
    </div>
  );
}

/** Money that left because the bank took a payment back: the payment goes too. */
function ReturnButton({ line, isBusy, onWish }: Props) {
  const { t } = useTranslation();
  const why = useId();
  const isOff = line.returnsLineId === null;
  return (
    <>
      <Button
        type={isOff ? "default" : "primary"}
        disabled={isBusy}
        aria-disabled={isOff}
        aria-describedby={isOff ? why : undefined}
        className={isOff ? "is-off" : ""}
        onClick={() => (isOff ? undefined : onWish({ kind: "apply", account: undefined }))}
      >
        {t("suspense.applyReturn")}
      </Button>
      {isOff ? (
        <span id={why} className="muted small">
          {t("suspense.whyNot.noLine")}
        </span>
      ) : null}
    </>
  );
}

type FormProps = {
  kind: WithReason;
  isBusy: boolean;
  onCancel: () => void;
  onSubmit: (reason: string) => void;
};

function ReasonForm({ kind, isBusy, onCancel, onSubmit }: FormProps) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState("");
  const isEnough = reason.trim().length >= SHORTEST;
  return (
    <form
      className="line-actions"
      onSubmit={(event) => {
        event.preventDefault();
        if (isEnough) onSubmit(reason.trim());
      }}
    >
      <label htmlFor={id} className="muted small">
        {t("suspense.reason")}
      </label>
      <Input
        id={id}
        autoFocus
        className="reason-field"
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        onKeyDown={({ key }) => (key === "Escape" ? onCancel() : undefined)}
      />
      <Button type="primary" htmlType="submit" disabled={!isEnough} loading={isBusy}>
        {t(kind === "ignore" ? "suspense.ignore" : "suspense.sendBack")}
      </Button>
      <Button type="text" onClick={onCancel}>
        {t("suspense.cancel")}
      </Button>
    </form>
  );
}
