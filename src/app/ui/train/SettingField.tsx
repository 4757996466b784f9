/**
 * @file One setting, drawn from its entry in the field table: label, control, unit, one line of help with the
 * default. A value that `checkValue` refuses keeps its text and shows the sentence; the settings do not change.
 */
import { type KeyboardEvent, useId, useState } from 'react';
import type { ChoiceField, Field, FlagsField, NumberField, SwitchField } from '../../../config/fields.ts';
import { checkValue } from '../../../config/validate.ts';

interface ControlProps<F> {
  field: F;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** `Default 6.`, `Default learns.`, `Default all four.` */
function defaultWords(field: Field): string {
  switch (field.kind) {
    case 'integer':
    case 'number':
      return `Default ${field.default}.`;
    case 'switch':
      return `Default ${field.default ? field.on : field.off}.`;
    case 'choice':
      return `Default ${field.options.find((option) => option.value === field.default)?.label ?? field.default}.`;
    case 'flags':
      return field.default.length === field.options.length ? 'Default all.' : `Default ${field.default.join(', ')}.`;
    case 'text':
      return field.default === '' ? '' : `Default ${field.default}.`;
    default:
      return field satisfies never;
  }
}

function NumberControl({ field, value, onChange }: ControlProps<NumberField>) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const checked = draft === null ? null : checkValue(field, draft);
  const problem = checked && 'problem' in checked ? checked.problem : null;
  // A valid draft that no longer says the setting was overtaken: undo, a preset, a link.
  const stale = checked !== null && 'value' in checked && checked.value !== value;
  const text = draft === null || stale ? String(value) : draft;
  const type = (next: string) => {
    setDraft(next);
    const result = checkValue(field, next);
    if ('value' in result) onChange(result.value);
  };
  const nudge = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const by = event.key === 'ArrowUp' ? field.step : -field.step;
    const next = Math.min(field.max, Math.max(field.min, Number(value) + by));
    setDraft(null);
    onChange(field.kind === 'integer' ? Math.round(next) : Number(next.toPrecision(6)));
  };
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      <span className={problem ? 'num bad' : 'num'}>
        <input
          id={id}
          inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          autoComplete="off"
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-help`}
          onChange={(event) => type(event.target.value)}
          onKeyDown={nudge}
          onBlur={() => problem === null && setDraft(null)}
        />
        {field.unit !== '' && <span className="unit">{field.unit}</span>}
      </span>
      <p className="help" id={`${id}-help`}>
        {field.help} {defaultWords(field)}
      </p>
      {problem && (
        <p className="wrong" role="alert">
          {problem}. {String(value)} is still used.
        </p>
      )}
    </div>
  );
}

interface Option {
  key: string;
  label: string;
  on: boolean;
  pick: () => void;
}

function Options({ field, options, problem }: { field: Field; options: Option[]; problem?: string | null }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in the field's grid
    <div className="field opt" role="group" aria-labelledby={id} aria-describedby={`${id}-help`}>
      <span className="lab" id={id}>
        {field.label}
      </span>
      <span className="seg">
        {options.map(({ key, label, on, pick }) => (
          <button key={key} type="button" aria-pressed={on} onClick={pick}>
            {label}
          </button>
        ))}
      </span>
      <p className="help" id={`${id}-help`}>
        {field.help} {defaultWords(field)}
      </p>
      {problem && (
        <p className="wrong" role="alert">
          {problem}.
        </p>
      )}
    </div>
  );
}

function ChoiceControl({ field, value, onChange }: ControlProps<ChoiceField>) {
  const options = field.options.map((option) => ({
    key: option.value,
    label: option.label,
    on: value === option.value,
    pick: () => onChange(option.value),
  }));
  return <Options field={field} options={options} />;
}

function SwitchControl({ field, value, onChange }: ControlProps<SwitchField>) {
  const options = [true, false].map((on) => ({
    key: String(on),
    label: on ? field.on : field.off,
    on: value === on,
    pick: () => onChange(on),
  }));
  return <Options field={field} options={options} />;
}

function FlagsControl({ field, value, onChange }: ControlProps<FlagsField>) {
  const [problem, setProblem] = useState<string | null>(null);
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const toggle = (option: string) => {
    const next = chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option];
    const result = checkValue(field, next);
    setProblem('problem' in result ? result.problem : null);
    if ('value' in result) onChange(result.value);
  };
  const options = field.options.map((option) => ({ key: option, label: option, on: chosen.includes(option), pick: () => toggle(option) }));
  return <Options field={field} options={options} problem={problem} />;
}

/** The control that fits the field's kind. Text fields (data, models) have their own places on the page. */
export function SettingField({ field, value, onChange }: ControlProps<Field>) {
  switch (field.kind) {
    case 'integer':
    case 'number':
      return <NumberControl field={field} value={value} onChange={onChange} />;
    case 'choice':
      return <ChoiceControl field={field} value={value} onChange={onChange} />;
    case 'switch':
      return <SwitchControl field={field} value={value} onChange={onChange} />;
    case 'flags':
      return <FlagsControl field={field} value={value} onChange={onChange} />;
    case 'text':
      return null;
    default:
      return field satisfies never;
  }
}
