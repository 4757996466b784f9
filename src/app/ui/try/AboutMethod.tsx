/**
 * @file Where the method comes from, and under which licence this page is.
 */
const PAPER = 'https://arxiv.org/abs/2401.14405';
const CITATION = 'https://arxiv.org/bibtex/2401.14405';

export function AboutMethod() {
  return (
    <section className="blockq about">
      <h3>About the method</h3>
      <p>
        M2PT, the Multimodal Pathway Transformer: Zhang et al., CVPR 2024, arXiv 2401.14405. This page is an independent implementation
        under Apache-2.0.
      </p>
      <p className="row">
        <a href={PAPER} target="_blank" rel="noreferrer">
          Paper
        </a>
        <a href={CITATION} target="_blank" rel="noreferrer">
          Cite
        </a>
      </p>
    </section>
  );
}
