/**
 * @file The paper whose method it is, as BibTeX.
 */
export const CITATION = `@inproceedings{zhang2024multimodal,
  title = {Multimodal Pathway: Improve Transformers with Irrelevant Data from Other Modalities},
  author = {Zhang, Yiyuan and Ding, Xiaohan and Gong, Kaixiong and Ge, Yixiao and Shan, Ying and Yue, Xiangyu},
  booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)},
  year = {2024},
  note = {arXiv:2401.14405}
}
`;
