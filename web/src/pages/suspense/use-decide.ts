import type { BankLineDetail } from "@mora/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { bankLineQuery, decideLine, type LineCommand } from "../../api/bank.ts";
import { ApiFailure } from "../../api/client.ts";
import { useActor } from "../../components/actor.tsx";
import { formatInstant } from "../../ui/format.ts";
import { decider } from "./words.ts";

/** What a person asked for; who acts and what they saw is added here. */
export type Wish =
  | { kind: "apply"; account: { accountId: string; accountRef: string } | undefined }
  | { kind: "ignore" | "return"; reason: string }
  | { kind: "undo" };

/** How the last wish ended, in words; a decision that can be taken back carries what that needs. */
export type Note = {
  readonly tone: "done" | "faster" | "failed" | "asking";
  readonly text: string;
  readonly undo?: { readonly lineId: string; readonly decisionNo: number };
};

type Seen = { readonly lineId: string; readonly decisionNo: number };

/** Somebody else decided between the reader's look and the reader's wish. */
const OVERTAKEN: ReadonlySet<string> = new Set(["LINE_CHANGED", "LINE_DECIDED", "LINE_RETURNED"]);

/** Carries out decisions about lines; `onDone` moves the reader on. */
export function useDecide({
  onDone,
  onNobody,
}: {
  onDone: (line: Seen, wish: Wish) => void;
  /** Nobody has said who acts. */
  onNobody: () => void;
}) {
  const { t } = useTranslation();
  const actor = useActor();
  const client = useQueryClient();
  const [note, setNote] = useState<Note>();
  const refresh = (): Promise<unknown> =>
    Promise.all(
      ["bank", "account", "amounts"].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
  const overtaken = async (lineId: string): Promise<Note> => {
    const line = await client.fetchQuery({ ...bankLineQuery(lineId), staleTime: 0 });
    return { tone: "faster", text: fasterText(line) };
  };
  const fasterText = ({ decisions }: BankLineDetail): string => {
    const last = decisions.at(-1);
    if (!last) return t("suspense.fasterUnknown");
    const what = t(`suspense.action.${last.action}`);
    return t("suspense.faster", { by: decider(t, last), what, at: formatInstant(last.at) });
  };
  const mutation = useMutation({
    mutationFn: ({ command }: { command: LineCommand; wish: Wish }) => decideLine(command),
    onSuccess: async ({ lineId, decisionNo, isChanged }, { wish }) => {
      const undo = wish.kind === "undo" || !isChanged ? {} : { undo: { lineId, decisionNo } };
      const text = isChanged ? doneText(wish) : t("suspense.unchanged");
      setNote({ tone: "done", text, ...undo });
      onDone({ lineId, decisionNo }, wish);
      await refresh();
    },
    onError: async (error, { command }) => {
      const isOvertaken = error instanceof ApiFailure && OVERTAKEN.has(error.code);
      const detail = error instanceof ApiFailure ? error.detail : error.message;
      setNote(
        isOvertaken
          ? await overtaken(command.lineId)
          : { tone: "failed", text: `${t("suspense.failed")}: ${detail}` },
      );
      await refresh();
    },
  });
  const doneText = (wish: Wish): string => {
    if (wish.kind !== "apply") return t(`suspense.done.${wish.kind}`);
    return wish.account
      ? t("suspense.done.apply", { account: wish.account.accountRef })
      : t("suspense.done.applyReturn");
  };
  const decide = ({ lineId, decisionNo }: Seen, wish: Wish): void => {
    if (mutation.isPending) return;
    if (!actor) {
      setNote({ tone: "asking", text: t("actor.missing") });
      onNobody();
      return;
    }
    const by = { lineId, actor, seenDecisionNo: decisionNo };
    mutation.mutate({ wish, command: commandOf(by, wish) });
  };
  return { decide, note, isBusy: mutation.isPending };
}

function commandOf(
  by: { lineId: string; actor: string; seenDecisionNo: number },
  wish: Wish,
): LineCommand {
  switch (wish.kind) {
    case "apply":
      return { ...by, kind: "apply", accountId: wish.account?.accountId };
    case "undo":
      return { ...by, kind: "undo" };
    default:
      return { ...by, kind: wish.kind, reason: wish.reason };
  }
}
