/** Measures how loud tracks are; one AudioContext for all of them, which lives as long as any. */
import { FAINT, type Platform } from './platform.js';

/** A look at the last 43 ms, at 48 kHz. */
const SAMPLES = 2048;

/** Nothing of it is played: no loudspeaker needs to be kept open, nor sound be ready a hundred times a second. */
const UNPLAYED = { latencyHint: 'playback', sinkId: { type: 'none' } } as AudioContextOptions;

export const createMeters = (): Platform['measure'] => {
  let context: AudioContext | undefined;
  let count = 0;
  return (track) => {
    const audio = (context ??= new AudioContext(UNPLAYED));
    count++;
    const analyser = audio.createAnalyser();
    analyser.fftSize = SAMPLES;
    let source: MediaStreamAudioSourceNode | undefined;
    try {
      source = audio.createMediaStreamSource(new MediaStream([track]));
      source.connect(analyser);
    } catch {
      // Firefox refuses a microphone of another sample rate: https://bugzilla.mozilla.org/show_bug.cgi?id=1674892
    }
    const samples = new Float32Array(SAMPLES);
    return {
      level() {
        if (!source || audio.state !== 'running') {
          // Chromium lets none run before a gesture, even while it records:
          // https://bugs.chromium.org/p/chromium/issues/detail?id=835767
          if (navigator.userActivation?.hasBeenActive !== false) audio.resume().catch(() => {});
          return FAINT;
        }
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES;
        return Math.min(1, Math.sqrt(power));
      },
      close() {
        source?.disconnect();
        if (--count) return;
        context = undefined;
        void audio.close();
      },
    };
  };
};
