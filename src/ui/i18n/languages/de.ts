/** German. */
import type { MediaReason } from '../../../call/call-error.js';
import type { Source } from '../../../protocol.js';
import type { BrowserFamily } from '../../base/browser-family.js';
import { linkWords } from '../link-words.js';
import { isolate, nameAll } from '../format.js';
import type { Language } from '../language.js';

const list = new Intl.ListFormat('de');
const percent = new Intl.NumberFormat('de', { style: 'percent' });

/** A device in the case that a sentence wants: who or what is it, and whom or what does it concern. */
const cases: Record<'nominative' | 'accusative' | 'dative', Record<Source, string>> = {
  nominative: {
    microphone: 'Ihr Mikrofon',
    camera: 'Ihre Kamera',
    screen: 'Ihr Bildschirm',
    'screen-audio': 'der Ton Ihres Bildschirms',
  },
  accusative: {
    microphone: 'Ihr Mikrofon',
    camera: 'Ihre Kamera',
    screen: 'Ihren Bildschirm',
    'screen-audio': 'den Ton Ihres Bildschirms',
  },
  dative: {
    microphone: 'Ihrem Mikrofon',
    camera: 'Ihrer Kamera',
    screen: 'Ihrem Bildschirm',
    'screen-audio': 'dem Ton Ihres Bildschirms',
  },
};
type Case = keyof typeof cases;

const problems: Record<MediaReason, readonly [needed: Case, text: string]> = {
  'media-denied': ['accusative', 'Diese Seite darf @ nicht verwenden.'],
  'media-dismissed': [
    'dative',
    'Die Frage nach @ wurde geschlossen. Versuchen Sie es erneut und wählen Sie „Zulassen“.',
  ],
  'media-blocked-by-page': [
    'accusative',
    'Die umgebende Seite lässt diesen Anruf nicht an @. Öffnen Sie ihn in einem eigenen Tab.',
  ],
  'media-blocked-by-system': [
    'accusative',
    'Ihr System lässt den Browser nicht an @. Erlauben Sie es in den Datenschutzeinstellungen und versuchen Sie es erneut.',
  ],
  'media-none': [
    'accusative',
    'Der Browser konnte @ nicht finden. Schließen Sie ein Gerät an und versuchen Sie es erneut.',
  ],
  'media-busy': [
    'accusative',
    'Ein anderes Programm verwendet @. Beenden Sie es und versuchen Sie es erneut.',
  ],
  'media-constraint': [
    'dative',
    'Von @ kommt nichts Brauchbares. Schließen Sie das Gerät neu an oder verwenden Sie ein anderes.',
  ],
  'media-lost': [
    'dative',
    'Die Verbindung zu @ ist abgerissen. Prüfen Sie den Stecker und versuchen Sie es erneut.',
  ],
  'media-interrupted': [
    'accusative',
    'Das System braucht @ gerade für etwas anderes. Es geht von selbst weiter, oder wenn Sie auf „Fortsetzen“ tippen.',
  ],
  'media-insecure': [
    'accusative',
    'Diese Seite ist nicht sicher, deshalb verbirgt der Browser @. Öffnen Sie sie mit https://.',
  ],
  'media-unsupported': [
    'accusative',
    'Dieser Browser kann @ nicht verwenden. Nehmen Sie ein aktuelles Chrome, Edge, Firefox oder Safari.',
  ],
};

const waysToAllow: Record<BrowserFamily, string> = {
  chromium: 'Erlauben Sie es über das Symbol vor der Adresse.',
  firefox: 'Heben Sie die Sperre über das Symbol vor der Adresse auf und versuchen Sie es erneut.',
  safari:
    'Erlauben Sie es im Menü „Safari“ unter „Einstellungen für diese Website“ und versuchen Sie es erneut.',
  'safari-mobile':
    'Erlauben Sie es im Menü neben der Adresse unter „Website-Einstellungen“ und versuchen Sie es erneut.',
  other: 'Erlauben Sie es in den Website-Einstellungen Ihres Browsers und versuchen Sie es erneut.',
};

const linkProblems = linkWords(
  {
    'link-blocked': [
      {
        self: 'Ihr Netz sperrt direkte Anrufe, und diese Seite hat kein Relais',
        other: 'Das Netz von @ sperrt direkte Anrufe, und diese Seite hat kein Relais',
        both: 'Ihr Netz und das von @ sperren direkte Anrufe, und diese Seite hat kein Relais',
      },
      'network',
    ],
    'link-no-udp': [
      {
        self: 'Ihr Netz lässt keine Anrufe durch (UDP), und diese Seite hat kein Relais',
        other: 'Das Netz von @ lässt keine Anrufe durch (UDP), und diese Seite hat kein Relais',
        both: 'Ihr Netz und das von @ lassen keine Anrufe durch (UDP), und diese Seite hat kein Relais',
      },
      'network',
    ],
    'link-no-address': [
      {
        self: 'Etwas hindert Ihren Browser an Anrufen',
        other: 'Etwas hindert den Browser von @ an Anrufen',
        both: 'Etwas hindert Ihren Browser und den von @ an Anrufen',
      },
      'extension',
    ],
    'link-relay-missing': [
      {
        self: 'Sie sollen nur über ein Relais erreichbar sein, und diese Seite hat keines',
        other: '@ soll nur über ein Relais erreichbar sein, und diese Seite hat keines',
        both: 'Sie und @ sollen nur über ein Relais erreichbar sein, und diese Seite hat keines',
      },
      'site',
    ],
    'link-relay-refused': [
      {
        self: 'Das Relais dieser Seite weist Sie ab',
        other: 'Das Relais dieser Seite weist @ ab',
        both: 'Das Relais dieser Seite weist Sie und @ ab',
      },
      'site',
    ],
    'link-relay-unreachable': [
      {
        self: 'Das Relais dieser Seite ist aus Ihrem Netz nicht erreichbar',
        other: 'Das Relais dieser Seite ist aus dem Netz von @ nicht erreichbar',
        both: 'Das Relais dieser Seite ist weder aus Ihrem Netz noch aus dem von @ erreichbar',
      },
      'relay',
    ],
    'link-relay-silent': [
      'Zwischen Ihnen und @ kommt nichts durch das Relais dieser Seite',
      'site',
    ],
    'link-not-encrypted': [
      'Etwas zwischen Ihnen und @ verhindert, dass der Anruf verschlüsselt wird',
      'network',
    ],
    'link-no-codec': [
      'Ihr Browser und der von @ haben kein gemeinsames Format für Ton oder Bild',
      'browser',
    ],
    'link-incompatible': ['Ihr Browser und der von @ verstehen einander nicht', 'browser'],
    'link-unanswered': [
      {
        self: 'Ihre Seite antwortet der von @ nicht',
        other: 'Die Seite von @ antwortet nicht',
        both: 'Ihre Seite und die von @ antworten einander nicht',
      },
      'reload',
    ],
    'link-server-lost': [
      {
        self: 'Ihre Verbindung zum Server ist verloren und damit der Weg zu @',
        other: '@ hat die Verbindung zum Server verloren',
        both: 'Sie und @ haben die Verbindung zum Server verloren',
      },
      'wait',
    ],
    'link-not-created': ['Ihr Browser konnte keine Verbindung zu @ öffnen', 'tabs'],
    'link-flooded': [
      'Die Seite von @ sendet zu viel, deshalb wurde die Verbindung getrennt',
      'pause',
    ],
  },
  {
    network: {
      self: 'Versuchen Sie es in einem anderen Netz, etwa über den Hotspot eines Telefons.',
      other:
        'Bitten Sie @, es in einem anderen Netz zu versuchen, etwa über den Hotspot eines Telefons.',
      both: 'Vielleicht hilft es, wenn es eine Seite in einem anderen Netz versucht, etwa über den Hotspot eines Telefons.',
    },
    relay: {
      self: 'Versuchen Sie es in einem anderen Netz, etwa über den Hotspot eines Telefons.',
      other:
        'Bitten Sie @, es in einem anderen Netz zu versuchen, etwa über den Hotspot eines Telefons.',
      both: 'Sagen Sie den Betreibern dieser Seite Bescheid.',
    },
    extension: {
      self: 'Schalten Sie ab, was WebRTC sperrt, etwa eine Erweiterung, oder nehmen Sie einen anderen Browser.',
      other:
        'Bitten Sie @, abzuschalten, was WebRTC sperrt, etwa eine Erweiterung, oder einen anderen Browser zu nehmen.',
      both: 'Schalten Sie beide ab, was WebRTC sperrt, etwa eine Erweiterung, oder nehmen Sie andere Browser.',
    },
    browser: 'Nehmen Sie beide ein aktuelles Chrome, Edge, Firefox oder Safari.',
    site: 'Sagen Sie den Betreibern dieser Seite Bescheid.',
    reload: {
      self: 'Laden Sie die Seite neu.',
      other: 'Bitten Sie @, die Seite neu zu laden.',
      both: 'Laden Sie beide die Seite neu.',
    },
    tabs: 'Schließen Sie andere Tabs mit Anrufen oder starten Sie den Browser neu. Neuer Versuch …',
    pause: 'Neuer Versuch in einer Minute.',
    wait: {
      self: 'Prüfen Sie Ihre Internetverbindung. Es wird weiter versucht …',
      other: 'Vielleicht ist die Verbindung gleich wieder da.',
      both: 'Es wird weiter versucht …',
    },
  },
);

const enumerate = (names: readonly string[]) => nameAll(names, list, (count) => `${count} weitere`);
const areOrIs = ({ length }: readonly string[]) => (length === 1 ? 'ist' : 'sind');
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const language: Language = {
  lang: 'de',
  dir: 'ltr',
  words: {
    call: 'Videoanruf',
    guest: 'Gast',
    join: 'Teilnehmen',
    joining: 'Verbindung wird hergestellt…',
    knocking: 'Warten auf Einlass…',
    cancel: 'Abbrechen',
    name: 'Ihr Name',
    room: (room) => `An „${isolate(room)}“ teilnehmen`,
    microphone: 'Mikrofon',
    camera: 'Kamera',
    showDevices: 'Geräte',
    turnOn: {
      microphone: 'Mikrofon einschalten',
      camera: 'Kamera einschalten',
      screen: 'Bildschirm teilen',
    },
    turnOff: {
      microphone: 'Mikrofon ausschalten',
      camera: 'Kamera ausschalten',
      screen: 'Bildschirm nicht mehr teilen',
    },
    isOff: {
      microphone: 'Mikrofon aus',
      camera: 'Kamera aus',
      screen: 'Sie teilen Ihren Bildschirm nicht mehr',
    },
    leave: 'Anruf verlassen',
    more: 'Mehr',
    choose: { microphone: 'Mikrofon und Lautsprecher wählen', camera: 'Kamera wählen' },
    toolbar: 'Anruf steuern',
    people: 'Teilnehmende',
    you: '(Sie)',
    yourScreen: 'Ihr Bildschirm',
    screenOf: (name) => `Bildschirm von ${isolate(name)}`,
    reconnecting: 'Verbindung wird wiederhergestellt…',
    here(count, names) {
      const people = names?.length ?? count;
      if (people === undefined) return '';
      if (people === 0) return 'Noch ist niemand hier';
      if (!names) return people === 1 ? '1 Person ist hier' : `${people} Personen sind hier`;
      return `${enumerate(names)} ${areOrIs(names)} hier`;
    },
  },
  asides: {
    problem(reason, sources, browser) {
      const [needed, text] = problems[reason];
      const devices = list.format(sources.map((source) => cases[needed][source]));
      const sentence = upperFirst(text.replace('@', devices));
      return reason === 'media-denied' ? `${sentence} ${waysToAllow[browser]}` : sentence;
    },
    failures: {
      'room-full': {
        title: 'Der Raum ist voll',
        text: 'Versuchen Sie es erneut, wenn jemand gegangen ist.',
      },
      version: {
        title: 'Diese Seite ist veraltet',
        text: 'Sie passt nicht zum Server. Laden Sie sie neu; hilft das nicht, sagen Sie den Betreibern Bescheid.',
      },
      invalid: {
        title: 'Der Server hat diese Seite nicht verstanden',
        text: 'Laden Sie sie neu; hilft das nicht, sagen Sie den Betreibern Bescheid.',
      },
      replaced: {
        title: 'Der Anruf geht in einem anderen Tab weiter',
        text: 'Sie haben ihn dort geöffnet.',
      },
      locked: {
        title: 'Der Raum ist abgeschlossen',
        text: 'Bitten Sie jemanden darin, ihn aufzuschließen, und versuchen Sie es erneut.',
      },
      denied: {
        title: 'Sie wurden nicht eingelassen',
        text: 'Die Leitung hat abgelehnt. War das ein Irrtum, fragen Sie auf anderem Weg.',
      },
      removed: {
        title: 'Sie wurden aus dem Anruf entfernt',
        text: 'Die Leitung hat Sie entfernt.',
      },
      closed: {
        title: 'Der Anruf wurde beendet',
        text: 'Wer den Server betreibt, hat ihn beendet.',
      },
      'too-fast': {
        title: 'Der Server hat diese Seite abgewiesen',
        text: 'Sie hat mehr gesendet, als ein Anruf braucht. Laden Sie sie neu; hilft das nicht, sagen Sie den Betreibern Bescheid.',
      },
      'token-missing': {
        title: 'Für diesen Anruf brauchen Sie eine Einladung',
        text: 'Öffnen Sie ihn von der Seite aus, die Sie eingeladen hat.',
      },
      'token-invalid': {
        title: 'Ihre Einladung gilt nicht',
        text: 'Öffnen Sie den Anruf noch einmal von der Seite aus, die Sie eingeladen hat.',
      },
      'token-expired': {
        title: 'Ihre Einladung ist abgelaufen',
        text: 'Öffnen Sie den Anruf noch einmal von der Seite aus, die Sie eingeladen hat.',
      },
      'token-room': {
        title: 'Ihre Einladung gilt für einen anderen Raum',
        text: 'Öffnen Sie den Anruf von der Seite aus, die Sie eingeladen hat.',
      },
      unsupported: {
        title: 'Dieser Browser kann keine Anrufe',
        text: 'Ihm fehlt WebRTC. Nehmen Sie ein aktuelles Chrome, Edge, Firefox oder Safari.',
      },
      'server-incompatible': {
        title: 'Die Antwort des Servers ist nicht lesbar',
        text: 'Es wird weiter versucht. Laden Sie die Seite neu; hilft das nicht, sagen Sie den Betreibern Bescheid.',
      },
      'token-unavailable': {
        title: 'Ihre Einladung war nicht abrufbar',
        text: 'Öffnen Sie den Anruf noch einmal von der Seite aus, die Sie eingeladen hat.',
      },
      'load-failed': {
        title: 'Ein Teil des Anrufs konnte nicht geladen werden',
        text: 'Prüfen Sie Ihre Internetverbindung und laden Sie die Seite neu.',
      },
      'internal-error': {
        title: 'Auf dieser Seite ist ein Fehler aufgetreten',
        text: 'Versuchen Sie es erneut oder laden Sie die Seite neu. Hilft das nicht, sagen Sie den Betreibern Bescheid.',
      },
      'ice-servers-invalid': {
        title: 'Einige Verbindungseinstellungen sind ungültig',
        text: 'Der Anruf läuft ohne sie. Die Betreiber dieser Seite müssen „iceServers“ korrigieren.',
      },
      'ice-transport-policy-invalid': {
        title: 'Eine Verbindungseinstellung ist ungültig',
        text: 'Die Betreiber dieser Seite müssen „ice-transport-policy“ korrigieren: möglich sind „all“ und „relay“. Dieser Anruf verwendet „relay“.',
      },
      'server-unreachable': {
        title: 'Der Server antwortet nicht',
        text: 'Es wird weiter versucht. Prüfen Sie Ihre Internetverbindung.',
      },
      'no-room': {
        title: 'Dieser Anruf hat noch keinen Raum',
        text: 'Wer diese Seite gemacht hat, muss einen mit 1 bis 128 Zeichen angeben, nicht nur Punkte: <video-call room="tee">.',
      },
      'no-server': {
        title: 'Dieser Anruf hat noch keinen Server',
        text: 'Wer diese Seite gemacht hat, muss einen nennen: <video-call server="https://…">.',
      },
      left: { title: 'Sie haben den Anruf verlassen', text: '' },
    },
    lasted: (time) => `Der Anruf hat ${time} gedauert.`,
    turnOnSound: 'Ton einschalten',
    alone: 'Noch ist niemand sonst hier',
    invite: 'Schicken Sie den Link dieser Seite an alle, die dabei sein sollen.',
    elsewhere: 'Alle sind im kleinen Fenster.',
    bringBack: 'Zurückholen',
    rejoin: 'Wieder teilnehmen',
    tryAgain: 'Erneut versuchen',
    resume: 'Fortsetzen',
    useHere: 'Hier verwenden',
    dismiss: 'Schließen',
    isOn: {
      microphone: 'Mikrofon an',
      camera: 'Kamera an',
      screen: 'Sie teilen Ihren Bildschirm',
    },
    unheard: {
      off: 'Sie sprechen, aber Ihr Mikrofon ist aus.',
      silent:
        'Von Ihrem Mikrofon kommt nichts. Prüfen Sie Schalter und Kabel oder wählen Sie ein anderes.',
    },
    substitute: {
      microphone: (label) =>
        `„${isolate(label)}“ ist nicht angeschlossen. Ein anderes Mikrofon wird verwendet.`,
      camera: (label) =>
        `„${isolate(label)}“ ist nicht angeschlossen. Eine andere Kamera wird verwendet.`,
    },
    serverLost: 'Verbindung zum Server verloren. Es wird weiter versucht … Der Anruf geht weiter.',
    serverBack: 'Wieder mit dem Server verbunden',
    loadFailed:
      'Das konnte nicht geladen werden. Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut. Hilft das nicht, laden Sie die Seite neu.',
    needsReload:
      'Der Anrufdienst wurde aktualisiert. Ihr Anruf geht weiter. Laden Sie diese Seite neu, sobald es passt.',
    cutOff: 'Verbindung verloren. Sie wird wiederhergestellt …',
    reconnected: 'Wieder verbunden',
    joined: (names) => `${enumerate(names)} ${areOrIs(names)} da`,
    left: (names) => `${enumerate(names)} ${areOrIs(names)} gegangen`,
    lost: (names) => `${enumerate(names)}: Verbindung verloren, sie wird wiederhergestellt`,
    back: (names) => `${enumerate(names)} ${areOrIs(names)} wieder da`,
    linkProblems,
    linked: (name) => `Mit ${isolate(name)} verbunden`,
    shares: (name) => `${isolate(name)} teilt einen Bildschirm`,
    stoppedSharing: (name) => `${isolate(name)} teilt nicht mehr`,
    youJoined: 'Sie sind im Anruf',
    notShared: 'Ihr Bildschirm wird nicht geteilt',
    noEffect: {
      fullScreen: 'Der Browser erlaubt hier keinen Vollbildmodus',
      onTop: 'Der Browser hat das kleine Fenster nicht geöffnet',
      shareScreen: 'Dieser Browser kann keinen Bildschirm teilen',
      publish: 'In diesem Anruf können Sie nur zusehen und zuhören',
      beforeJoining: 'Das geht nur während des Anrufs',
    },
    viewer: 'Sie sind hier im Publikum. Niemand kann Sie sehen oder hören.',
    testConnection: 'Verbindung testen',
    hosting: {
      locked:
        'Dieser Raum ist abgeschlossen. Niemand kommt neu herein, bis er aufgeschlossen wird.',
      hasDoor: 'Hier lässt die Leitung ein. Vielleicht warten Sie einen Augenblick.',
      toldHost: 'Sie sind dabei, sobald die Leitung Sie einlässt.',
      knocks: (names) => `${enumerate(names)} ${names.length === 1 ? 'möchte' : 'möchten'} herein`,
      knocking: (count) => `${count} Personen möchten herein`,
      admit: 'Einlassen',
      admitAll: 'Alle einlassen',
      refuse: 'Ablehnen',
      refuseAll: 'Alle ablehnen',
      show: 'Zeigen',
      aHost: 'Die Leitung',
      asksToMute: (name) => `${isolate(name)} bittet Sie, Ihr Mikrofon auszuschalten`,
      mute: 'Ausschalten',
      stoppedYourScreen: (name) => `${isolate(name)} hat Ihre Bildschirmfreigabe beendet`,
      youAreHost: 'Sie leiten jetzt den Anruf',
      declined: {
        'room-full': 'Der Raum ist voll. Es kann erst jemand herein, wenn jemand geht.',
        gone: 'Die Person ist nicht mehr hier',
        'not-allowed': 'Das kann nur die Leitung',
        'too-fast': 'Zu viele Aktionen auf einmal. Versuchen Sie es gleich noch einmal.',
      },
      notRenewed:
        'Ihre Einladung konnte nicht verlängert werden. Wenn sie abläuft, endet der Anruf für Sie.',
      people: (waiting) => (waiting ? `Teilnehmende, ${waiting} warten` : 'Teilnehmende'),
      number: (count) => `${count}`,
    },
  },
  panels: {
    devices: {
      camera: 'Kamera',
      microphone: 'Mikrofon',
      speaker: 'Lautsprecher',
      system: 'Standard des Systems',
      level: 'Pegel des Mikrofons',
      test: 'Lautsprecher testen',
      testing: 'Jetzt erklingen drei Töne.',
      tested: 'Nichts gehört? Stellen Sie lauter oder wählen Sie einen anderen Lautsprecher.',
      testFailed: 'Der Browser konnte dort keinen Ton abspielen.',
      unnamed: 'Schalten Sie Kamera oder Mikrofon ein, um die Namen aller Geräte zu sehen.',
      notUsable: 'Dieses Gerät lässt sich gerade nicht verwenden.',
      notHeard: 'Auf diesem Lautsprecher lässt sich kein Ton abspielen. Er bleibt, wo er war.',
    },
    tile: {
      options: (who) => `${isolate(who)}: Optionen`,
      ownOptions: {
        camera: 'Optionen für Ihr eigenes Bild',
        screen: 'Optionen für Ihren Bildschirm',
      },
      pin: 'Für mich anheften',
      unpin: 'Nicht mehr anheften',
      pinned: 'Für Sie angeheftet',
      zoomIn: 'Vergrößern',
      zoomOut: 'Verkleinern',
      volume: 'Lautstärke',
      mute: 'Für mich stummschalten',
      muted: 'Für Sie stumm',
      showMe: 'Mein Bild zeigen',
      heldBack: 'Schwaches Netz: nur Ton',
      soundOnly: 'Nur Ton, Ihre Wahl',
    },
    link: {
      qualities: {
        good: 'Gute Verbindung',
        fair: 'Mäßige Verbindung',
        poor: 'Schwache Verbindung',
        lost: 'Verbindung verloren',
      },
      facts: (quality, facts) => (facts.length ? `${quality}: ${facts.join(', ')}` : quality),
      loss: (share) => `${percent.format(share)} verloren`,
      delay: (time) => `${time} ms Verzögerung`,
      jitter: (time) => `${time} ms Schwankung`,
      frozen: (share) => `Bild steht ${percent.format(share)} der Zeit`,
      weak: (names) => `${enumerate(names)}: schwache Verbindung`,
      better: (names) => `${enumerate(names)}: Verbindung wieder gut`,
    },
    company: {
      title: (count) => `Teilnehmende (${count})`,
      here: 'Im Anruf',
      roles: {
        host: 'Leitung',
        participant: '',
        broadcaster: 'Auf Sendung',
        viewer: 'Im Publikum',
      },
      shares: 'Teilt einen Bildschirm',
      lock: 'Raum abschließen',
      lockNote: 'Niemand kommt neu herein.',
      door: 'Warteraum',
      doorNote: 'Wer neu ist, wartet, bis die Leitung einlässt.',
      muteAll: 'Alle um Stille bitten',
      askedAll: 'Alle wurden gebeten, ihr Mikrofon auszuschalten',
      knocking: (count) => `Warten auf Einlass (${count})`,
      askToMute: 'Um Stille bitten',
      asked: (name) => `${isolate(name)} wurde gebeten, das Mikrofon auszuschalten`,
      stopSharing: 'Bildschirmfreigabe beenden',
      remove: 'Entfernen',
      about: (what, name) => `${what}: ${isolate(name)}`,
      sureToRemove: (name) => `${isolate(name)} entfernen?`,
      mayReturn:
        'Die Person ist sofort draußen, findet aber vielleicht einen anderen Weg herein. Um sie draußen zu halten, schließen Sie den Raum ab.',
      staysLocked:
        'Die Person ist sofort draußen. Der Raum ist abgeschlossen, also kommt niemand wieder herein.',
      lockToo: 'Raum auch abschließen',
    },
    controls: {
      microphone: 'Mikrofon',
      speaker: 'Lautsprecher',
      camera: 'Kamera',
      flipCamera: 'Kamera umdrehen',
      view: 'Anordnung',
      layout: 'Die anderen',
      layouts: { auto: 'Automatisch', grid: 'Alle gleich groß', spotlight: 'Eine Person groß' },
      selfView: 'Mein eigenes Bild',
      selfViews: {
        auto: 'Automatisch',
        tile: 'Bei den anderen',
        floating: 'Klein in einer Ecke',
        hidden: 'Ausgeblendet',
      },
      videoQuality: 'Videoqualität',
      videoQualities: { auto: 'Automatisch', low: 'Weniger Daten', 'sound-only': 'Nur Ton' },
      videoQualityNotes: {
        auto: 'Bilder sind so gut, wie Netze und Bildschirme es erlauben.',
        low: 'Kamerabilder werden klein gesendet und empfangen. Geteilte Bildschirme bleiben scharf, bewegen sich aber weniger flüssig.',
        'sound-only':
          'Es kommen keine Bilder, und Ihre Kamera ist aus. Schalten Sie sie ein, endet das.',
      },
      fullScreen: 'Vollbild',
      leaveFullScreen: 'Vollbild verlassen',
      invite: 'Jemanden einladen',
      link: 'Link zu diesem Anruf',
      linkCopied: 'Link kopiert',
      onTop: 'Kleines Fenster im Vordergrund',
      leaveOnTop: 'Kleines Fenster schließen',
      settings: 'Einstellungen',
      shortcuts: 'Tastenkürzel',
      statistics: 'Statistik',
      close: 'Schließen',
      sounds: 'Töne, wenn jemand kommt oder geht',
      useShortcuts: 'Einzelne Tasten gelten, solange der Anruf den Fokus hat',
      keys: {
        microphone: 'Mikrofon ein- und ausschalten',
        camera: 'Kamera ein- und ausschalten',
        screen: 'Bildschirm teilen und damit aufhören',
        talk: 'Sprechen, solange Sie die Taste halten, bei ausgeschaltetem Mikrofon',
        fullScreen: 'Vollbild und zurück',
        people: 'Zeigen, wer hier ist',
        pin: 'Das Bild anheften, auf dem der Fokus ist',
        zoom: 'Dort Gezeigtes vergrößern und zurück',
        help: 'Diese Tasten zeigen',
        toolbar: 'Zu den Schaltflächen gehen',
        close: 'Schließen, was offen ist',
      },
    },
  },
};
