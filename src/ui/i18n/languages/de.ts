/** German. */
import type { MediaReason } from '../../../call/call-error.js';
import type { Source } from '../../../protocol.js';
import type { BrowserFamily } from '../browser-family.js';
import { linkWords } from '../link-words.js';
import { isolate, nameAll } from '../format.js';
import type { Language } from '../language.js';

const list = new Intl.ListFormat('de');
const percent = new Intl.NumberFormat('de', { style: 'percent' });

/** The devices, in the grammatical case that a sentence needs. */
const cases: Record<'accusative' | 'dative', Record<Source, string>> = {
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
  'media-denied': ['accusative', 'Diese Seite hat keinen Zugriff auf @.'],
  'media-dismissed': [
    'accusative',
    'Die Anfrage für @ wurde geschlossen. Versuchen Sie es erneut und wählen Sie „Zulassen“.',
  ],
  'media-blocked-by-page': [
    'accusative',
    'Die umgebende Seite erlaubt diesem Anruf keinen Zugriff auf @. Öffnen Sie ihn in einem eigenen Tab.',
  ],
  'media-blocked-by-system': [
    'accusative',
    'Ihr System erlaubt dem Browser keinen Zugriff auf @. Erlauben Sie ihn in den Datenschutzeinstellungen und versuchen Sie es erneut.',
  ],
  'media-none': [
    'accusative',
    'Der Browser konnte @ nicht finden. Schließen Sie ein Gerät an und versuchen Sie es erneut.',
  ],
  'media-busy': [
    'accusative',
    'Eine andere App verwendet @. Schließen Sie die App und versuchen Sie es erneut.',
  ],
  'media-constraint': [
    'dative',
    'Probleme mit @. Schließen Sie das Gerät neu an oder wählen Sie ein anderes.',
  ],
  'media-lost': [
    'dative',
    'Verbindung zu @ verloren. Schließen Sie das Gerät wieder an und versuchen Sie es erneut.',
  ],
  'media-interrupted': [
    'accusative',
    'Ihr System hat @ angehalten. Warten Sie kurz oder wählen Sie „Fortsetzen“.',
  ],
  'media-insecure': [
    'accusative',
    'Diese Seite ist nicht sicher, deshalb blockiert der Browser @. Verwenden Sie https://.',
  ],
  'media-unsupported': [
    'accusative',
    'Dieser Browser kann @ nicht verwenden. Verwenden Sie die neueste Version von Chrome, Edge, Firefox oder Safari.',
  ],
};

const waysToAllow: Record<BrowserFamily, string> = {
  chromium: 'Klicken Sie auf das Symbol am Anfang der Adressleiste und erlauben Sie den Zugriff.',
  firefox:
    'Klicken Sie auf das Symbol am Anfang der Adressleiste, heben Sie die Blockierung auf und versuchen Sie es erneut.',
  safari:
    'Erlauben Sie den Zugriff im Menü „Safari“ unter „Einstellungen für diese Website“ und versuchen Sie es erneut.',
  'safari-mobile':
    'Erlauben Sie den Zugriff im Menü neben der Adresse unter „Website-Einstellungen“ und versuchen Sie es erneut.',
  other:
    'Erlauben Sie den Zugriff in den Website-Einstellungen Ihres Browsers und versuchen Sie es erneut.',
};

const linkProblems = linkWords(
  {
    'link-blocked': [
      {
        self: 'Ihr Netzwerk blockiert direkte Anrufe, und diese Website hat kein Relay',
        other: 'Das Netzwerk von @ blockiert direkte Anrufe, und diese Website hat kein Relay',
        both: 'Ihr Netzwerk und das von @ blockieren direkte Anrufe, und diese Website hat kein Relay',
      },
      'network',
    ],
    'link-no-udp': [
      {
        self: 'Ihr Netzwerk blockiert Anrufe (UDP), und diese Website hat kein Relay',
        other: 'Das Netzwerk von @ blockiert Anrufe (UDP), und diese Website hat kein Relay',
        both: 'Ihr Netzwerk und das von @ blockieren Anrufe (UDP), und diese Website hat kein Relay',
      },
      'network',
    ],
    'link-no-address': [
      {
        self: 'Etwas blockiert Anrufe in Ihrem Browser',
        other: 'Etwas blockiert Anrufe im Browser von @',
        both: 'Etwas blockiert Anrufe in Ihrem Browser und dem von @',
      },
      'extension',
    ],
    'link-relay-missing': [
      {
        self: 'Sie sind nur über ein Relay erreichbar, und diese Website hat keines',
        other: '@ ist nur über ein Relay erreichbar, und diese Website hat keines',
        both: 'Sie und @ sind nur über ein Relay erreichbar, und diese Website hat keines',
      },
      'site',
    ],
    'link-relay-refused': [
      {
        self: 'Das Relay dieser Website lehnt Ihre Verbindung ab',
        other: 'Das Relay dieser Website lehnt die Verbindung von @ ab',
        both: 'Das Relay dieser Website lehnt Ihre Verbindung und die von @ ab',
      },
      'site',
    ],
    'link-relay-unreachable': [
      {
        self: 'Das Relay dieser Website ist aus Ihrem Netzwerk nicht erreichbar',
        other: 'Das Relay dieser Website ist aus dem Netzwerk von @ nicht erreichbar',
        both: 'Das Relay dieser Website ist weder aus Ihrem Netzwerk noch aus dem von @ erreichbar',
      },
      'relay',
    ],
    'link-relay-silent': ['Das Relay dieser Website überträgt nichts zwischen Ihnen und @', 'site'],
    'link-not-encrypted': ['Etwas zwischen Ihnen und @ verhindert die Verschlüsselung', 'network'],
    'link-no-codec': [
      'Ihr Browser und der von @ haben kein gemeinsames Audio- oder Videoformat',
      'browser',
    ],
    'link-incompatible': ['Ihr Browser und der von @ sind nicht kompatibel', 'browser'],
    'link-unanswered': [
      {
        self: 'Ihre Seite reagiert nicht auf die von @',
        other: 'Die Seite von @ reagiert nicht',
        both: 'Ihre Seite und die von @ reagieren nicht aufeinander',
      },
      'reload',
    ],
    'link-server-lost': [
      {
        self: 'Ihre Serververbindung ist unterbrochen, deshalb ist @ nicht erreichbar',
        other: 'Die Serververbindung von @ ist unterbrochen',
        both: 'Ihre Serververbindung und die von @ sind unterbrochen',
      },
      'wait',
    ],
    'link-not-created': ['Ihr Browser konnte keine Verbindung zu @ herstellen', 'tabs'],
    'link-flooded': ['Die Seite von @ hat zu viele Daten gesendet und wurde getrennt', 'pause'],
  },
  {
    network: {
      self: 'Versuchen Sie ein anderes Netzwerk, zum Beispiel einen mobilen Hotspot.',
      other: 'Bitten Sie @, ein anderes Netzwerk zu versuchen, zum Beispiel einen mobilen Hotspot.',
      both: 'Versuchen Sie ein anderes Netzwerk, zum Beispiel einen mobilen Hotspot, oder bitten Sie @ darum.',
    },
    relay: {
      self: 'Versuchen Sie ein anderes Netzwerk, zum Beispiel einen mobilen Hotspot.',
      other: 'Bitten Sie @, ein anderes Netzwerk zu versuchen, zum Beispiel einen mobilen Hotspot.',
      both: 'Wenden Sie sich an den Betreiber der Website.',
    },
    extension: {
      self: 'Deaktivieren Sie Erweiterungen, die WebRTC blockieren, oder verwenden Sie einen anderen Browser.',
      other:
        'Bitten Sie @, Erweiterungen zu deaktivieren, die WebRTC blockieren, oder einen anderen Browser zu verwenden.',
      both: 'Deaktivieren Sie beide Erweiterungen, die WebRTC blockieren, oder verwenden Sie andere Browser.',
    },
    browser: 'Verwenden Sie beide die neueste Version von Chrome, Edge, Firefox oder Safari.',
    site: 'Wenden Sie sich an den Betreiber der Website.',
    reload: {
      self: 'Laden Sie die Seite neu.',
      other: 'Bitten Sie @, die Seite neu zu laden.',
      both: 'Laden Sie beide die Seite neu.',
    },
    tabs: 'Schließen Sie andere Tabs mit Anrufen oder starten Sie den Browser neu. Neuer Versuch\u00a0…',
    pause: 'Neuer Versuch in einer Minute.',
    wait: {
      self: 'Prüfen Sie Ihre Internetverbindung. Neuer Versuch\u00a0…',
      other: 'Die Verbindung ist vielleicht gleich wieder da.',
      both: 'Neuer Versuch\u00a0…',
    },
  },
);

const enumerate = (names: readonly string[]) => nameAll(names, list, (count) => `${count} weitere`);
const areOrIs = ({ length }: readonly string[]) => (length === 1 ? 'ist' : 'sind');

export const language: Language = {
  lang: 'de',
  dir: 'ltr',
  words: {
    call: 'Videoanruf',
    guest: 'Gast',
    join: 'Teilnehmen',
    joining: 'Verbinden\u00a0…',
    knocking: 'Anfrage gesendet',
    cancel: 'Abbrechen',
    name: 'Ihr Name',
    room: (room) => `An „${isolate(room)}“ teilnehmen`,
    microphone: 'Mikrofon',
    camera: 'Kamera',
    showDevices: 'Geräteeinstellungen',
    turnOn: {
      microphone: 'Mikrofon einschalten',
      camera: 'Kamera einschalten',
      screen: 'Bildschirm teilen',
    },
    turnOff: {
      microphone: 'Mikrofon ausschalten',
      camera: 'Kamera ausschalten',
      screen: 'Teilen beenden',
    },
    isOff: {
      microphone: 'Mikrofon aus',
      camera: 'Kamera aus',
      screen: 'Sie teilen Ihren Bildschirm nicht mehr',
    },
    leave: 'Verlassen',
    more: 'Weitere Optionen',
    choose: { microphone: 'Audioeinstellungen', camera: 'Videoeinstellungen' },
    toolbar: 'Anrufsteuerung',
    people: 'Teilnehmende',
    you: '(Sie)',
    yourScreen: 'Ihr Bildschirm',
    screenOf: (name) => `Bildschirm von ${isolate(name)}`,
    reconnecting: 'Neu verbinden\u00a0…',
    here(count, names) {
      const people = names?.length ?? count;
      if (people === undefined) return '';
      if (people === 0) return 'Noch niemand da';
      if (!names) return people === 1 ? '1 Person ist hier' : `${people} Personen sind hier`;
      return `${enumerate(names)} ${areOrIs(names)} hier`;
    },
  },
  notices: {
    problem(reason, sources, browser) {
      const [needed, text] = problems[reason];
      const devices = list.format(sources.map((source) => cases[needed][source]));
      const sentence = text.replace('@', devices);
      return reason === 'media-denied' ? `${sentence} ${waysToAllow[browser]}` : sentence;
    },
    failures: {
      'room-full': {
        title: 'Der Raum ist voll',
        text: 'Versuchen Sie es erneut, wenn jemand geht.',
      },
      version: {
        title: 'Diese Seite ist veraltet',
        text: 'Laden Sie sie neu. Hilft das nicht, wenden Sie sich an den Betreiber der Website.',
      },
      invalid: {
        title: 'Der Anrufserver versteht diese Seite nicht',
        text: 'Laden Sie sie neu. Hilft das nicht, wenden Sie sich an den Betreiber der Website.',
      },
      replaced: {
        title: 'Sie nehmen in einem anderen Tab teil',
        text: 'Ihr Anruf läuft dort weiter.',
      },
      locked: {
        title: 'Dieser Raum ist gesperrt',
        text: 'Niemand kann teilnehmen, bis ein Host ihn entsperrt.',
      },
      denied: {
        title: 'Ihre Anfrage wurde abgelehnt',
        text: 'Falls das ein Versehen war, wenden Sie sich an den Host.',
      },
      removed: {
        title: 'Der Host hat Sie entfernt',
        text: 'Falls das ein Versehen war, wenden Sie sich an ihn.',
      },
      closed: {
        title: 'Dieser Anruf ist beendet',
        text: 'Die Administration hat ihn beendet.',
      },
      'too-fast': {
        title: 'Der Anrufserver hat Sie getrennt',
        text: 'Diese Seite hat zu viele Nachrichten gesendet. Laden Sie sie neu. Hilft das nicht, wenden Sie sich an den Betreiber der Website.',
      },
      'token-missing': {
        title: 'Sie benötigen eine Einladung',
        text: 'Öffnen Sie den Anruf über Ihre Einladung.',
      },
      'token-invalid': {
        title: 'Diese Einladung ist ungültig',
        text: 'Öffnen Sie den Anruf noch einmal von der Seite aus, die Sie eingeladen hat.',
      },
      'token-expired': {
        title: 'Diese Einladung ist abgelaufen',
        text: 'Öffnen Sie den Anruf noch einmal von der Seite aus, die Sie eingeladen hat.',
      },
      'token-room': {
        title: 'Diese Einladung gilt für einen anderen Anruf',
        text: 'Verwenden Sie die Einladung für diesen Anruf.',
      },
      unsupported: {
        title: 'Dieser Browser unterstützt keine Anrufe',
        text: 'Ihm fehlt WebRTC. Verwenden Sie die neueste Version von Chrome, Edge, Firefox oder Safari.',
      },
      'server-incompatible': {
        title: 'Antwort des Anrufservers nicht lesbar',
        text: 'Neuer Versuch\u00a0… Hilft das nicht, laden Sie die Seite neu oder wenden Sie sich an den Betreiber der Website.',
      },
      'token-unavailable': {
        title: 'Ihre Einladung konnte nicht abgerufen werden',
        text: 'Öffnen Sie den Anruf noch einmal von der Seite aus, die Sie eingeladen hat.',
      },
      'load-failed': {
        title: 'Ein Teil des Anrufs wurde nicht geladen',
        text: 'Prüfen Sie Ihre Internetverbindung und laden Sie die Seite neu.',
      },
      'internal-error': {
        title: 'Ein Fehler ist aufgetreten',
        text: 'Versuchen Sie es erneut oder laden Sie die Seite neu. Hilft das nicht, wenden Sie sich an den Betreiber der Website.',
      },
      'ice-servers-invalid': {
        title: 'Einige Verbindungseinstellungen sind ungültig',
        text: 'Ihr Anruf läuft ohne sie weiter. Der Betreiber der Website muss „iceServers“ korrigieren.',
      },
      'ice-transport-policy-invalid': {
        title: 'Eine Verbindungseinstellung ist ungültig',
        text: 'Dieser Anruf verwendet „relay“. Der Betreiber der Website muss „ice-transport-policy“ auf „all“ oder „relay“ setzen.',
      },
      'server-unreachable': {
        title: 'Anrufserver nicht erreichbar',
        text: 'Prüfen Sie Ihre Internetverbindung. Neuer Versuch\u00a0…',
      },
      'no-room': {
        title: 'Dieser Anruf hat keinen Raum',
        text: 'Der Betreiber der Website muss einen Raumnamen mit 1 bis 128 Zeichen angeben, nicht nur Punkte: <video-call room="tee">.',
      },
      'no-server': {
        title: 'Dieser Anruf hat keinen Server',
        text: 'Der Betreiber der Website muss einen angeben: <video-call server="https://…">.',
      },
      left: { title: 'Sie haben den Anruf verlassen', text: '' },
    },
    lasted: (time) => `Der Anruf hat ${time} gedauert.`,
    turnOnSound: 'Ton einschalten',
    alone: 'Sie sind allein hier',
    invite: 'Teilen Sie den Link zu dieser Seite, um andere einzuladen.',
    elsewhere: 'Ihr Anruf läuft als Bild-im-Bild.',
    bringBack: 'Hier anzeigen',
    rejoin: 'Erneut teilnehmen',
    tryAgain: 'Erneut versuchen',
    resume: 'Fortsetzen',
    useHere: 'Hier teilnehmen',
    dismiss: 'Schließen',
    isOn: {
      microphone: 'Mikrofon an',
      camera: 'Kamera an',
      screen: 'Sie teilen Ihren Bildschirm',
    },
    unheard: {
      off: 'Ihr Mikrofon ist aus',
      silent: 'Wir hören Sie nicht. Prüfen Sie Ihr Mikrofon oder wählen Sie ein anderes.',
    },
    substitute: {
      microphone: (label) =>
        `„${isolate(label)}“ ist nicht angeschlossen. Ein anderes Mikrofon wird verwendet.`,
      camera: (label) =>
        `„${isolate(label)}“ ist nicht angeschlossen. Eine andere Kamera wird verwendet.`,
    },
    serverLost: 'Serververbindung unterbrochen. Ihr Anruf läuft weiter.',
    serverBack: 'Serververbindung wiederhergestellt',
    loadFailed:
      'Laden fehlgeschlagen. Prüfen Sie Ihre Internetverbindung und versuchen Sie es erneut. Hilft das nicht, laden Sie die Seite neu.',
    needsReload:
      'Der Anrufdienst wurde aktualisiert. Ihr Anruf läuft weiter. Laden Sie die Seite neu, sobald es passt.',
    cutOff: 'Verbindung unterbrochen. Neu verbinden\u00a0…',
    reconnected: 'Wieder verbunden',
    joined: (names) => `${enumerate(names)} ${areOrIs(names)} beigetreten`,
    left: (names) => `${enumerate(names)} ${areOrIs(names)} gegangen`,
    lost: (names) => `Verbindung zu ${enumerate(names)} unterbrochen. Neu verbinden\u00a0…`,
    back: (names) => `${enumerate(names)} ${areOrIs(names)} wieder da`,
    linkProblems,
    linked: (name) => `Mit ${isolate(name)} verbunden`,
    shares: (name) => `${isolate(name)} teilt den Bildschirm`,
    stoppedSharing: (name) => `${isolate(name)} teilt den Bildschirm nicht mehr`,
    youJoined: 'Sie sind dem Anruf beigetreten',
    notShared: 'Bildschirm wurde nicht geteilt',
    noEffect: {
      fullScreen: 'Vollbild ist hier nicht verfügbar',
      onTop: 'Bild-im-Bild konnte nicht geöffnet werden',
      shareScreen: 'Dieser Browser kann keinen Bildschirm teilen',
      publish: 'In diesem Anruf können Sie nur zusehen und zuhören',
      beforeJoining: 'Nur während eines Anrufs verfügbar',
    },
    viewer: 'Sie sind im Publikum. Niemand kann Sie sehen oder hören.',
    testConnection: 'Verbindung testen',
    hosting: {
      locked: 'Dieser Raum ist gesperrt. Niemand kann teilnehmen, bis ein Host ihn entsperrt.',
      hasDoor: 'Ein Host muss Sie einlassen.',
      toldHost: 'Sie warten, bis ein Host Sie einlässt.',
      noHost:
        'Zurzeit ist kein Host im Raum. Sie warten weiter, bis ein Host kommt und Sie einlässt.',
      knocks: (names) =>
        `${enumerate(names)} ${names.length === 1 ? 'möchte' : 'möchten'} teilnehmen`,
      knocking: (count) => `${count} Personen möchten teilnehmen`,
      admit: 'Einlassen',
      admitAll: 'Alle einlassen',
      refuse: 'Ablehnen',
      refuseAll: 'Alle ablehnen',
      show: 'Ansehen',
      aHost: 'Ein Host',
      asksToMute: (name) => `${isolate(name)} bittet Sie, Ihr Mikrofon auszuschalten`,
      mute: 'Mikrofon ausschalten',
      stoppedYourScreen: (name) => `${isolate(name)} hat Ihre Bildschirmfreigabe beendet`,
      youAreHost: 'Sie sind jetzt Host',
      declined: {
        'room-full': 'Der Raum ist voll. Niemand kann teilnehmen, bis jemand geht.',
        gone: 'Die Person ist bereits gegangen',
        'not-allowed': 'Das kann nur ein Host',
        'too-fast': 'Zu viele Aktionen auf einmal. Versuchen Sie es gleich noch einmal.',
      },
      notRenewed:
        'Ihre Einladung konnte nicht verlängert werden. Wenn sie abläuft, verlassen Sie den Anruf.',
      people: (waiting) => (waiting ? `Teilnehmende, ${waiting} warten` : 'Teilnehmende'),
      number: (count) => `${count}`,
    },
  },
  panels: {
    devices: {
      camera: 'Kamera',
      microphone: 'Mikrofon',
      speaker: 'Lautsprecher',
      system: 'Systemstandard',
      level: 'Mikrofonpegel',
      test: 'Lautsprecher testen',
      testing: 'Testton wird abgespielt\u00a0…',
      tested:
        'Nichts gehört? Erhöhen Sie die Lautstärke oder wählen Sie einen anderen Lautsprecher.',
      testFailed: 'Auf diesem Lautsprecher konnte kein Ton abgespielt werden.',
      unnamed: 'Schalten Sie Kamera oder Mikrofon ein, um Gerätenamen zu sehen.',
      notUsable: 'Dieses Gerät ist gerade nicht verfügbar.',
      notHeard: 'Wechsel zu diesem Lautsprecher fehlgeschlagen.',
    },
    tile: {
      options: (who) => `Weitere Optionen für ${isolate(who)}`,
      ownOptions: {
        camera: 'Optionen für die Selbstansicht',
        screen: 'Optionen für Ihren Bildschirm',
      },
      pin: 'Anheften',
      unpin: 'Lösen',
      pinned: 'Angeheftet',
      zoomIn: 'Vergrößern',
      zoomOut: 'Verkleinern',
      volume: 'Lautstärke',
      mute: 'Für mich stummschalten',
      muted: 'Für Sie stummgeschaltet',
      showMe: 'Selbstansicht einblenden',
      heldBack: 'Schlechte Verbindung: nur Audio',
      soundOnly: 'Nur Audio (Ihre Auswahl)',
    },
    link: {
      qualities: {
        good: 'Gute Verbindung',
        fair: 'Mittlere Verbindung',
        poor: 'Schlechte Verbindung',
        lost: 'Verbindung unterbrochen',
      },
      facts: (quality, facts) => (facts.length ? `${quality}: ${facts.join(', ')}` : quality),
      loss: (share) => `${percent.format(share)} Paketverlust`,
      delay: (time) => `${time} ms Latenz`,
      jitter: (time) => `${time} ms Jitter`,
      frozen: (share) => `Video ${percent.format(share)} der Zeit eingefroren`,
      weak: (names) => `Schlechte Verbindung zu ${enumerate(names)}`,
      better: (names) => `Verbindung zu ${enumerate(names)} wieder besser`,
    },
    company: {
      title: (count) => `Teilnehmende (${count})`,
      here: 'In diesem Anruf',
      roles: {
        host: 'Host',
        participant: '',
        broadcaster: 'Auf Sendung',
        viewer: 'Im Publikum',
      },
      shares: 'Teilt den Bildschirm',
      lock: 'Raum sperren',
      lockNote: 'Niemand sonst kann teilnehmen.',
      door: 'Warteraum',
      doorNote: 'Neue Teilnehmende warten, bis ein Host sie einlässt.',
      muteAll: 'Alle um Stummschaltung bitten',
      askedAll: 'Alle wurden um Stummschaltung gebeten',
      knocking: (count) => `Warten auf Einlass (${count})`,
      askToMute: 'Um Stummschaltung bitten',
      asked: (name) => `${isolate(name)} wurde um Stummschaltung gebeten`,
      stopSharing: 'Bildschirmfreigabe beenden',
      remove: 'Entfernen',
      about: (what, name) => `${what}: ${isolate(name)}`,
      sureToRemove: (name) => `${isolate(name)} entfernen?`,
      mayReturn:
        'Die Person verlässt den Anruf jetzt, kann aber erneut teilnehmen. Sperren Sie den Raum, um das zu verhindern.',
      staysLocked:
        'Die Person verlässt den Anruf jetzt. Der Raum ist gesperrt, sie kann also nicht erneut teilnehmen.',
      lockToo: 'Raum auch sperren',
    },
    controls: {
      microphone: 'Mikrofon',
      speaker: 'Lautsprecher',
      camera: 'Kamera',
      flipCamera: 'Kamera wechseln',
      view: 'Ansicht',
      layout: 'Layout',
      layouts: { auto: 'Automatisch', grid: 'Raster', spotlight: 'Spotlight' },
      selfView: 'Selbstansicht',
      selfViews: {
        auto: 'Automatisch',
        tile: 'Im Raster',
        floating: 'Schwebend',
        hidden: 'Ausgeblendet',
      },
      videoQuality: 'Videoqualität',
      videoQualities: { auto: 'Automatisch', low: 'Datensparmodus', 'sound-only': 'Nur Audio' },
      videoQualityNotes: {
        auto: 'Die beste Qualität, die Netzwerke und Bildschirme erlauben.',
        low: 'Kleinere Kamerabilder. Geteilte Bildschirme bleiben scharf, sind aber weniger flüssig.',
        'sound-only':
          'Kein eingehendes Video, und Ihre Kamera ist aus. Schalten Sie sie ein, um diesen Modus zu beenden.',
      },
      fullScreen: 'Vollbild',
      leaveFullScreen: 'Vollbild beenden',
      invite: 'Personen einladen',
      link: 'Link zu diesem Anruf',
      linkCopied: 'Link kopiert',
      onTop: 'Bild-im-Bild',
      leaveOnTop: 'Bild-im-Bild beenden',
      settings: 'Einstellungen',
      shortcuts: 'Tastenkombinationen',
      statistics: 'Statistiken',
      close: 'Schließen',
      sounds: 'Ton abspielen, wenn jemand beitritt oder geht',
      useShortcuts: 'Kurzbefehle mit einer Taste',
      keys: {
        microphone: 'Mikrofon ein- oder ausschalten',
        camera: 'Kamera ein- oder ausschalten',
        screen: 'Bildschirm teilen oder Teilen beenden',
        talk: 'Push-to-Talk (gedrückt halten)',
        fullScreen: 'Vollbild starten oder beenden',
        people: 'Teilnehmende anzeigen',
        pin: 'Fokussierte Kachel anheften oder lösen',
        zoom: 'Fokussierten Bildschirm vergrößern oder verkleinern',
        help: 'Tastenkombinationen anzeigen',
        toolbar: 'Zur Anrufsteuerung',
        close: 'Menü oder Dialog schließen',
      },
    },
  },
};
