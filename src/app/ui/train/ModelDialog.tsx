/**
 * @file The list of models for one role, as a native dialog: cards with what they are and what they were
 * trained on, misfits with the reason, “none” for the auxiliary, Hugging Face, and files of one's own.
 */

import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { MODALITIES } from '../../../config/modalities.ts';
import type { Problem } from '../../../core/errors.ts';
import type { ModelCard } from '../../../core/m2pt/encoder-config.ts';
import { Icon } from '../common/Icon.tsx';
import { ProblemNotice } from '../common/Notice.tsx';
import { isNonCommercial } from './hub-words.ts';
import { parameterWords } from './ModelPick.tsx';
import type { ModelChoice } from './model-choices.ts';

interface ModelDialogProps {
  side: 'target' | 'auxiliary';
  choices: readonly ModelChoice[];
  chosen: string;
  /** The list of models is still being read. */
  loading: boolean;
  /** Name of the folder or file that is being opened. */
  opening?: string | null;
  problem: Problem | null;
  /** What training with that model needs, in words; null where nothing can be said. */
  memory: (card: ModelCard) => string | null;
  /** The Hugging Face part. */
  children?: ReactNode;
  onChoose: (id: string) => void;
  onFolder: (files: File[]) => void;
  onClose: () => void;
}

/** What the makers wrote for programs, such as the layout of the input, is left out; `pretraining “x”` is not said twice. */
function dataWords(data: string): string {
  const [said = ''] = data.split('; input [');
  if (said === '') return 'Pretrained on data that its card does not name';
  return said.startsWith('pretraining ') ? `Pretrained: ${said.slice('pretraining '.length)}` : `Pretrained on ${said}`;
}

function facts({ id, config, parameters, data, license, notes }: ModelCard, memory: string | null): string[] {
  return [
    `${parameterWords(parameters)}, width ${config.embedDim}, ${config.depth} blocks, ${config.numHeads} heads`,
    id === 'scratch' ? 'Random weights, from the seed' : dataWords(data),
    ...(id === 'scratch' ? [] : [license ? `Licence ${license}` : 'No licence stated']),
    ...(memory === null ? [] : [memory]),
    ...(id.startsWith('hf:') ? notes : []),
  ];
}

interface CardButtonProps {
  choice: ModelChoice;
  chosen: boolean;
  memory: string | null;
  onChoose: (id: string) => void;
}

function CardButton({ choice, chosen, memory, onChoose }: CardButtonProps) {
  const { card, misfit, note } = choice;
  const scratch = card.id === 'scratch';
  const ownName = card.id.startsWith('own:') ? card.id.slice('own:'.length) : null;
  return (
    <button type="button" className="card" aria-pressed={chosen} disabled={misfit !== null} onClick={() => onChoose(card.id)}>
      <span className="card-i">
        <Icon name={card.config.modality} />
      </span>
      <span className="card-t">
        <b>
          <span>{scratch ? 'from scratch' : card.config.name}</span>
          <span className="tag">{MODALITIES[card.config.modality].label}</span>
          {ownName !== null && <span className="tag">your folder</span>}
          {card.id.startsWith('hf:') && <span className="tag">Hugging Face</span>}
          {isNonCommercial(card.license) && <span className="tag">not for commercial use</span>}
          {chosen && <Icon name="check" />}
        </b>
        {ownName !== null && ownName !== card.config.name && <span>Opened from {ownName}</span>}
        {!misfit && facts(card, memory).map((fact) => <span key={fact}>{fact}</span>)}
        {(misfit ?? note) && <span className={misfit ? 'card-why' : 'card-note'}>{misfit ?? note}</span>}
      </span>
    </button>
  );
}

export function ModelDialog(props: ModelDialogProps) {
  const { side, choices, chosen, loading, opening = null, problem, memory, children, onChoose, onFolder, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    // Where the settings wait for a model, its look-up is what one came for.
    const start = element.querySelector<HTMLElement>('[data-start]');
    start?.closest('section')?.scrollIntoView({ block: 'start' });
    if (start) start.focus({ preventScroll: true });
    else element.querySelector<HTMLElement>('[aria-pressed="true"]:not(:disabled)')?.focus();
  }, []);
  useLayoutEffect(() => {
    const element = dialog.current;
    return () => {
      // Closed before it is taken away, so that the browser gives the focus back to the button that opened it.
      element?.close();
      // “Look at the target” is gone by then; the head of that column is the same way in.
      const head = element?.parentElement?.querySelector<HTMLElement>(side === 'target' ? '.pick:not(.pick-a)' : '.pick-a');
      const active = document.activeElement;
      if (active === document.body || element?.contains(active)) head?.focus();
    };
  }, [side]);
  const title = side === 'target' ? 'Choose the target' : 'Choose the auxiliary';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a native dialog; this is a press beside it
    <dialog
      ref={dialog}
      className="models"
      aria-labelledby="models-t"
      // The event comes later: a list that was opened again by then stays.
      onClose={() => !dialog.current?.open && onClose()}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div className="models-in">
        <header>
          <h3 id="models-t">{title}</h3>
          <button type="button" className="ib" aria-label="Close" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        <p className="help">
          {side === 'target'
            ? 'The model that sees your data. It is trained in both arms.'
            : 'A model of another modality. It never sees your data; it lends its weights to the pathway arm.'}
        </p>
        <div className="cards">
          {choices.map((choice) => (
            <CardButton
              key={choice.card.id}
              choice={choice}
              chosen={choice.card.id === chosen}
              memory={memory(choice.card)}
              onChoose={onChoose}
            />
          ))}
          {side === 'auxiliary' && (
            <button type="button" className="card" aria-pressed={chosen === 'none'} onClick={() => onChoose('none')}>
              <span className="card-i">–</span>
              <span className="card-t">
                <b>none{chosen === 'none' && <Icon name="check" />}</b>
                <span>Train the baseline only; there is then no comparison and nothing to merge.</span>
              </span>
            </button>
          )}
        </div>
        {loading && <p className="help">Reading the list of models …</p>}
        {problem && <ProblemNotice problem={problem} />}
        <footer>
          <FileButton kind="folder" label="Open model folder…" waits={opening !== null} onFiles={onFolder} />
          <FileButton kind="files" label="Open files…" waits={opening !== null} onFiles={onFolder} />
          <span className="help opening" role="status">
            {opening !== null
              ? `Opening ${opening} …`
              : 'config.json and model.safetensors, or a .safetensors file alone; the files stay on this computer.'}
          </span>
        </footer>
        {children}
      </div>
    </dialog>
  );
}

interface FileButtonProps {
  kind: 'folder' | 'files';
  label: string;
  /** Files are being opened; the button keeps the focus and does nothing. */
  waits: boolean;
  onFiles: (files: File[]) => void;
}

function FileButton({ kind, label, waits, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // React's types do not know the attribute; browsers do.
    if (kind === 'folder') input.current?.setAttribute('webkitdirectory', '');
  }, [kind]);
  return (
    <>
      <input
        ref={input}
        className="filepick"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <button type="button" className="btn" aria-disabled={waits} onClick={() => !waits && input.current?.click()}>
        {label}
      </button>
    </>
  );
}
