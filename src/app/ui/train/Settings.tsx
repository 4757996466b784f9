/**
 * @file The settings beside the diagram (presets and the Main group) and the rest under More settings, all
 * from the field table.
 */
import { FIELD_KEYS, FIELDS, type FieldGroup } from '../../../config/fields.ts';
import { PRESETS, presetOf } from '../../../config/presets.ts';
import type { RunConfig } from '../../../config/run-config.ts';
import { Icon } from '../common/Icon.tsx';
import { SettingField } from './SettingField.tsx';
import { CostSentence } from './TrainCost.tsx';
import type { Cost } from './train-cost.ts';
import { appliesTo, changedSettings } from './train-stage.ts';

interface SettingsProps {
  config: RunConfig;
  /** Raised by Reset and by presets: typed text that was refused is dropped then. */
  generation: number;
  onChange: (patch: Partial<RunConfig>) => void;
}

/** Settings of one group that apply to the data; data and models are chosen in their own places. */
function keysOf(group: FieldGroup, { modality }: RunConfig): (keyof RunConfig)[] {
  return FIELD_KEYS.filter((key) => FIELDS[key].group === group && FIELDS[key].kind !== 'text' && appliesTo(key, modality));
}

function Fields({ keys, config, generation, onChange }: SettingsProps & { keys: readonly (keyof RunConfig)[] }) {
  return keys.map((key) => (
    <SettingField key={`${key} ${generation}`} field={FIELDS[key]} value={config[key]} onChange={(value) => onChange({ [key]: value })} />
  ));
}

interface MainSettingsProps extends SettingsProps {
  /** What an experiment with these settings takes; null where that is not known. */
  cost: Cost | null;
  onPreset: (id: string) => void;
  onReset: () => void;
}

export function MainSettings({ config, cost, generation, onChange, onPreset, onReset }: MainSettingsProps) {
  const preset = presetOf(config);
  const changed = changedSettings(config).length;
  return (
    <section className="settings-box" aria-label="Settings">
      <div className="set-h">
        <h3>Settings</h3>
        {changed > 0 && <span className="sub-t">{changed} changed</span>}
        <button type="button" className="linkish" onClick={onReset}>
          Reset to defaults
        </button>
      </div>
      <div className="presets">
        {/* biome-ignore lint/a11y/useSemanticElements: chips in a row, not a form group */}
        <span className="seg" role="group" aria-label="Preset of the pathway">
          {PRESETS.map((one) => (
            <button key={one.id} type="button" aria-pressed={preset?.id === one.id} onClick={() => onPreset(one.id)}>
              {one.label}
            </button>
          ))}
          {!preset && <span className="tag">custom</span>}
        </span>
        <p className="help">{preset?.help ?? 'The pathway settings are neither preset. Press one to go back to it.'}</p>
      </div>
      <div className="settings">
        <Fields keys={keysOf('Main', config)} config={config} generation={generation} onChange={onChange} />
      </div>
      <CostSentence cost={cost} />
    </section>
  );
}

const MORE: readonly FieldGroup[] = ['Pathway', 'Optimiser', 'Data'];

export function MoreSettings({ config, generation, onChange }: SettingsProps) {
  const keys = MORE.flatMap((group) => keysOf(group, config));
  const changed = keys.filter((key) => String(config[key]) !== String(FIELDS[key].default)).length;
  return (
    <details className="more">
      <summary>
        <Icon name="chevron" />
        <b>More settings</b>
        <span>
          {keys.length}, {changed === 0 ? 'all at their defaults' : `${changed} changed`}
        </span>
      </summary>
      <div className="groups">
        {MORE.map((group) => (
          <fieldset key={group}>
            <legend>{group}</legend>
            <Fields keys={keysOf(group, config)} config={config} generation={generation} onChange={onChange} />
          </fieldset>
        ))}
      </div>
    </details>
  );
}
