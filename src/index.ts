/** Defines `<video-call>`. Loading a second copy of the script is harmless: the first one wins. */
import { LobbyView } from './ui/lobby/lobby.js';
import { StageView } from './ui/stage/stage.js';
import { TileView } from './ui/stage/tile.js';
import { ToolbarView } from './ui/toolbar/toolbar.js';
import { VideoCallElement } from './ui/element/video-call.js';

export type * from './public-types.js';
export { CallError } from './call/call-error.js';
export type { Channel } from './call/channels/channel.js';
export type { SimulatedCall } from './features/simulation/simulated-call.js';
export type { Layout, SelfView } from './layout/tiles.js';
export type { ElementTestOptions } from './ui/diagnostics/test-connection.js';
export { VideoCallElement } from './ui/element/video-call.js';
export type { OwnWords } from './ui/i18n/language.js';
export type { LinkDetail, VideoCallEventMap } from './ui/base/video-call-event-map.js';

declare global {
  interface HTMLElementTagNameMap {
    'video-call': VideoCallElement;
  }
}

// Server-side rendering has no custom element registry.
if (globalThis.customElements && !customElements.get('video-call')) {
  customElements.define('video-call-tile', TileView);
  customElements.define('video-call-lobby', LobbyView);
  customElements.define('video-call-stage', StageView);
  customElements.define('video-call-toolbar', ToolbarView);
  customElements.define('video-call', VideoCallElement);
}
