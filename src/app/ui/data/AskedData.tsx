/**
 * @file A link brought settings whose data is not on the page: says whose it was, and offers what can be done.
 */
import { useStore } from 'zustand';
import { catalogStore, dismissAsked, loadAddress, loadSample } from '../../state/data-sources.ts';
import { useData } from '../common/hooks.ts';
import { Icon } from '../common/Icon.tsx';

interface Offer {
  words: string;
  button?: { label: string; press: () => void };
}

function offerFor(asked: string, sampleName: (id: string) => string): Offer {
  const sample = /^sample:(.+)$/.exec(asked)?.[1];
  if (sample) {
    const name = sampleName(sample);
    return {
      words: `This link was made with the sample ${name}. Your own data is still here.`,
      button: { label: `Load ${name} instead`, press: () => void loadSample(sample) },
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
  const samples = useStore(catalogStore, (state) => state.samples);
  if (asked === null) return null;
  const { words, button } = offerFor(asked, (id) => samples.find((sample) => sample.id === id)?.name ?? id.slice(0, 40));
  return (
    <div className="notice caution asked" role="status">
      <Icon name="link" />
      <div>
        <p>{words}</p>
        <p className="row">
          {button && (
            <button type="button" className="btn s" onClick={button.press}>
              {button.label}
            </button>
          )}
          <button type="button" className="btn s" onClick={dismissAsked}>
            Hide
          </button>
        </p>
      </div>
    </div>
  );
}
