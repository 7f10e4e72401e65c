/** Which controls a page hides with `controlslist`, a list of tokens like that of `<video>`. */

/** The controls that can be hidden; the token is the name with `no` before it. */
export type Control =
  | 'camera'
  | 'connectiontest'
  | 'devices'
  | 'fullscreen'
  | 'invite'
  | 'layout'
  | 'leave'
  | 'microphone'
  | 'people'
  | 'pictureinpicture'
  | 'screen'
  | 'selfview'
  | 'settings'
  | 'statistics'
  | 'videoquality';

/** Whether a control is shown. */
export const offers = (controlsList: string, control: Control): boolean =>
  !controlsList
    .toLowerCase()
    .split(/[\s,]+/)
    .includes(`no${control}`);
