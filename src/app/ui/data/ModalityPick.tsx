/**
 * @file What kind of data the experiment is about: one of four, each with its models. Data of the others is put away, not lost. Below it
 * a word when a drop changed the kind by itself.
 */
import { MODALITIES, MODALITY_NAMES } from '../../../config/modalities.ts';
import type { Modality } from '../../../config/run-config.ts';
import { formatCount } from '../../charts/format.ts';
import { chooseModality, takeBackModality } from '../../state/actions.ts';
import { countAway } from '../../state/data-shelf.ts';
import { dataStore } from '../../state/data-store.ts';
import { useConfig, useData } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';
import { modalityTitle } from './data-words.ts';

export function ModalityPick({ disabled }: { disabled: boolean }) {
  const modality = useConfig((state) => state.config.modality);
  // What is put away changes with what is shown.
  const shown = useData((state) => state.form.modality);
  const awayOf = (one: Modality) => (one === shown ? 0 : countAway(one));
  return (
    // biome-ignore lint/a11y/useSemanticElements: four buttons in a row, not a form group
    <div className="kinds" role="group" aria-label="Kind of data">
      {MODALITY_NAMES.map((one) => (
        <button key={one} type="button" aria-pressed={one === modality} disabled={disabled} onClick={() => chooseModality(one)}>
          <Icon name={one} />
          <span>{modalityTitle(one)}</span>
          {awayOf(one) > 0 && (
            <span className="away">
              {formatCount(awayOf(one))}
              <span className="sr"> loaded</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

const UNDO_ID = 'undo-switch';

/** Moves the focus to the way back when what was pressed has gone with the change. */
export function focusSwitch(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById(UNDO_ID)?.focus({ preventScroll: true });
  });
}

/** The notice goes; the focus to the kind that is set up. */
function leave(act: () => void): void {
  act();
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('.kinds [aria-pressed="true"]')?.focus();
  });
}

/** A drop of another kind, or undo, has changed the models. */
export function SwitchNotice({ locked }: { locked: boolean }) {
  const switched = useData((state) => state.switched);
  const isLoaded = useData((state) => state.drops.length > 0);
  const modality = useConfig((state) => state.config.modality);
  const target = useConfig((state) => state.config.target);
  if (!switched || switched.modality === modality) return null;
  return (
    <div className="notice plain" role="status">
      <Icon name={modality} />
      <div>
        <p>
          <b>
            {isLoaded ? `These are ${MODALITIES[modality].many}` : `Set up for ${MODALITIES[modality].label}`}: the target is now {target}.
          </b>{' '}
          It was {switched.target}, for {MODALITIES[switched.modality].many}.
        </p>
        <div className="row">
          <button type="button" id={UNDO_ID} className="btn s" disabled={locked} onClick={() => leave(takeBackModality)}>
            Undo
          </button>
          <button type="button" className="btn s quiet" onClick={() => leave(() => dataStore.setState({ switched: null }))}>
            Hide
          </button>
        </div>
      </div>
    </div>
  );
}
