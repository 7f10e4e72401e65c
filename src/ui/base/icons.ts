/** The interface's icons: converts lucide's icon nodes to Lit templates, without HTML strings. */
import { html, svg, type TemplateResult } from 'lit';
import devices from 'lucide/dist/esm/icons/sliders-horizontal.mjs';
import leave from 'lucide/dist/esm/icons/phone.mjs';
import microphone from 'lucide/dist/esm/icons/mic.mjs';
import microphoneOff from 'lucide/dist/esm/icons/mic-off.mjs';
import open from 'lucide/dist/esm/icons/chevron-up.mjs';
import more from 'lucide/dist/esm/icons/ellipsis.mjs';
import screen from 'lucide/dist/esm/icons/monitor-up.mjs';
import camera from 'lucide/dist/esm/icons/video.mjs';
import cameraOff from 'lucide/dist/esm/icons/video-off.mjs';

export const nodes = {
  camera,
  cameraOff,
  devices,
  leave,
  microphone,
  microphoneOff,
  more,
  open,
  screen,
};

export type IconName = keyof typeof nodes;

/** An icon in lucide's format. */
export type IconNode = typeof camera;

/** The icons in use consist of paths, rectangles and circles only. */
function shape([tag, its]: IconNode[number]): TemplateResult {
  if (tag === 'circle') return svg`<circle cx=${its.cx!} cy=${its.cy!} r=${its.r!} />`;
  return tag === 'rect'
    ? svg`<rect x=${its.x!} y=${its.y!} width=${its.width!} height=${its.height!} rx=${its.rx!} />`
    : svg`<path d=${its.d!} />`;
}

/** An icon that takes its size and colour from the surrounding text; hidden from screen readers. */
export const draw = (node: IconNode): TemplateResult => html`
  <svg class="icon" part="icon" viewBox="0 0 24 24" aria-hidden="true">${node.map(shape)}</svg>
`;

export const icon = (name: IconName): TemplateResult => draw(nodes[name]);
