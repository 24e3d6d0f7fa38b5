import { CloseOutlined } from "@ant-design/icons";
import { Button, Switch } from "antd";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Kbd } from "../ui/kbd.tsx";
import { setSingleKeys, useSingleKeys } from "./shortcuts.ts";

/** Every key of the application, by place, and the switch that turns them off. */
export function KeyboardHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const isOn = useSingleKeys();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog ref={dialog} className="keys" aria-labelledby={`${id}title`} onClose={onClose}>
      <header className="keys-head">
        <h2 id={`${id}title`}>{t("keys.title")}</h2>
        <Button
          type="text"
          icon={<CloseOutlined />}
          aria-label={t("keys.close")}
          onClick={() => dialog.current?.close()}
        />
      </header>
      <Group
        title={t("keys.everywhere")}
        rows={[
          [["g p"], t("keys.goPortfolio")],
          [["g t"], t("keys.goToday")],
          [["g s"], t("keys.goSuspense")],
          [["g d"], t("keys.theme")],
          [["?"], t("keys.help")],
        ]}
      />
      <Group
        title={t("keys.list")}
        rows={[
          [["j", "ArrowDown"], t("keys.next")],
          [["k", "ArrowUp"], t("keys.previous")],
          [["Enter"], t("keys.open")],
          [["e"], t("keys.explain")],
          [["/"], t("keys.search")],
        ]}
      />
      <Group
        title={t("keys.account")}
        rows={[
          [["j"], t("keys.next")],
          [["k"], t("keys.previous")],
          [["u"], t("keys.back")],
        ]}
      />
      <Group
        title={t("keys.lines")}
        rows={[
          [["j", "ArrowDown"], t("keys.nextLine")],
          [["k", "ArrowUp"], t("keys.previousLine")],
          [["1", "9"], t("keys.candidate")],
          [["n"], t("keys.notOurs")],
          [["b"], t("keys.sendBack")],
          [["z"], t("keys.undo")],
        ]}
      />
      <div className="keys-switch">
        <Switch checked={isOn} onChange={setSingleKeys} aria-labelledby={id} size="small" />
        <span>
          <span id={id}>{t("keys.single")}</span>
          <br />
          <span className="muted small">{t("keys.singleHint")}</span>
        </span>
      </div>
    </dialog>
  );
}

function Group({ title, rows }: { title: string; rows: readonly [string[], string][] }) {
  return (
    <section className="keys-group">
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys, label]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
