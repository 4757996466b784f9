/**
 * @file A link brought settings whose data is not on the page: says whose it was, and offers what can be done.
 */
import { useStore } from 'zustand';
import { catalogStore, dismissAsked, loadAddress, loadSample } from '../../state/data-sources.ts';
import { isBusy } from '../../state/run-store.ts';
import { useData, useRun } from '../common/hooks.ts';
import { Notice } from '../common/Notice.tsx';

interface Offer {
  words: string;
  button?: { label: string; press: () => void };
}

function offerFor(asked: string, kept: boolean, sampleName: (id: string) => string): Offer {
  const sample = /^sample:(.+)$/.exec(asked)?.[1];
  if (sample) {
    const name = sampleName(sample);
    return {
      words: `This link was made with the sample ${name}.${kept ? ' The data that you had is still here.' : ''}`,
      button: { label: `Load ${name}`, press: () => void loadSample(sample) },
    };
  }
  const address = URL.canParse(asked) ? new URL(asked) : null;
  if (address?.protocol === 'https:') {
    return {
      words: `This link was made with data at ${address.host}. It is fetched when you say so.`,
      button: { label: `Load from ${address.host}`, press: () => void loadAddress(address.href) },
    };
  }
  if (asked === 'own')
    return {
      words: 'This link was made with files that stayed on another computer. Its settings are here; drop your own data to use them.',
    };
  return {
    words: `This link names data that the page does not know, “${asked.slice(0, 60)}”. Its settings are here; drop your own data to use them.`,
  };
}

export function AskedData() {
  const asked = useData((state) => state.asked);
  const importing = useData((state) => state.phase === 'importing');
  const kept = useData((state) => state.samples.length > 0);
  const locked = useRun(isBusy);
  const samples = useStore(catalogStore, (state) => state.samples);
  // While a link's sample is being fetched there is nothing to ask.
  if (asked === null || importing) return null;
  const { words, button } = offerFor(asked, kept, (id) => samples.find((sample) => sample.id === id)?.name ?? id.slice(0, 40));
  return (
    <Notice tone="caution" role="status" icon="link" className="asked">
      <p>{words}</p>
      <p className="row">
        {button && (
          <button type="button" className="btn s" disabled={locked} onClick={button.press}>
            {button.label}
          </button>
        )}
        <button type="button" className="btn s" onClick={dismissAsked}>
          Hide
        </button>
      </p>
    </Notice>
  );
}
