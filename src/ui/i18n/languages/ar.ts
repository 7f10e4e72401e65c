/** Arabic. */
import type { MediaReason } from '../../../call/call-error.js';
import type { Source } from '../../../protocol.js';
import type { BrowserFamily } from '../../base/browser-family.js';
import { linkWords } from '../link-words.js';
import { isolate, nameAll } from '../format.js';
import type { Language } from '../language.js';

const list = new Intl.ListFormat('ar');
const plural = new Intl.PluralRules('ar');
const percent = new Intl.NumberFormat('ar', { style: 'percent' });
const milliseconds = new Intl.NumberFormat('ar', { style: 'unit', unit: 'millisecond' });

const devices: Record<Source, string> = {
  microphone: 'الميكروفون',
  camera: 'الكاميرا',
  screen: 'الشاشة',
  'screen-audio': 'صوت الشاشة',
};

/** What happened and what to do; `@` stands for the devices. */
const problems: Record<MediaReason, string> = {
  'media-denied': 'لا يُسمح لهذه الصفحة باستخدام @.',
  'media-dismissed': 'أُغلق السؤال عن @. حاول مرة أخرى واختر «السماح».',
  'media-blocked-by-page':
    'الصفحة المحيطة بهذه المكالمة لا تسمح باستخدام @. افتح المكالمة في علامة تبويب مستقلة.',
  'media-blocked-by-system':
    'نظامك لا يسمح للمتصفح باستخدام @. اسمح بذلك في إعدادات الخصوصية، ثم حاول مرة أخرى.',
  'media-none': 'لم يعثر المتصفح على @. وصّل جهازًا، ثم حاول مرة أخرى.',
  'media-busy': 'برنامج آخر يستخدم @. أغلق ذلك البرنامج، ثم حاول مرة أخرى.',
  'media-constraint': 'لا يصل شيء صالح من @. أعد توصيل الجهاز أو استخدم جهازًا آخر.',
  'media-lost': 'انقطع الاتصال مع @. تحقق من توصيل الجهاز، ثم حاول مرة أخرى.',
  'media-interrupted': 'أخذ النظام @ لشيء آخر. يعود ذلك تلقائيًا، أو عند الضغط على «استئناف».',
  'media-insecure': 'هذه الصفحة غير آمنة، لذلك يخفي المتصفح @. افتحها عبر ‎https://‎.',
  'media-unsupported':
    'لا يستطيع هذا المتصفح استخدام @. استخدم إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
};

const waysToAllow: Record<BrowserFamily, string> = {
  chromium: 'اسمح بذلك من الرمز الذي قبل العنوان.',
  firefox: 'ألغِ الحظر من الرمز الذي قبل العنوان، ثم حاول مرة أخرى.',
  safari: 'اسمح بذلك في قائمة «Safari» ضمن «الإعدادات لموقع الويب هذا»، ثم حاول مرة أخرى.',
  'safari-mobile':
    'اسمح بذلك في القائمة التي بجانب العنوان ضمن «إعدادات موقع الويب»، ثم حاول مرة أخرى.',
  other: 'اسمح بذلك في إعدادات المواقع في متصفحك، ثم حاول مرة أخرى.',
};

const enumerate = (names: readonly string[]) =>
  nameAll(names, list, (count) =>
    count === 2 ? 'اثنان آخران' : `${count.toLocaleString('ar')} آخرون`,
  );

/** Arabic counts people in six ways; zero is said elsewhere. */
function people(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'one':
      return 'شخص واحد هنا';
    case 'two':
      return 'شخصان هنا';
    case 'few':
      return `${number} أشخاص هنا`;
    case 'many':
      return `${number} شخصًا هنا`;
    default:
      return `${number} شخص هنا`;
  }
}

/** The same for those who want to come in, of whom there are at least two. */
function newcomers(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'two':
      return 'شخصان يريدان الدخول';
    case 'few':
      return `${number} أشخاص يريدون الدخول`;
    case 'many':
      return `${number} شخصًا يريدون الدخول`;
    default:
      return `${number} شخص يريدون الدخول`;
  }
}

const linkProblems = linkWords(
  {
    'link-blocked': [
      {
        self: 'شبكتك تمنع المكالمات المباشرة، وليس لهذا الموقع وسيط',
        other: 'شبكة @ تمنع المكالمات المباشرة، وليس لهذا الموقع وسيط',
        both: 'شبكتك وشبكة @ تمنعان المكالمات المباشرة، وليس لهذا الموقع وسيط',
      },
      'network',
    ],
    'link-no-udp': [
      {
        self: 'شبكتك لا تمرّر المكالمات (UDP)، وليس لهذا الموقع وسيط',
        other: 'شبكة @ لا تمرّر المكالمات (UDP)، وليس لهذا الموقع وسيط',
        both: 'شبكتك وشبكة @ لا تمرّران المكالمات (UDP)، وليس لهذا الموقع وسيط',
      },
      'network',
    ],
    'link-no-address': [
      {
        self: 'شيء ما يمنع متصفحك من إجراء المكالمات',
        other: 'شيء ما يمنع متصفح @ من إجراء المكالمات',
        both: 'شيء ما يمنع متصفحك ومتصفح @ من إجراء المكالمات',
      },
      'extension',
    ],
    'link-relay-missing': [
      {
        self: 'لا يُوصل إليك إلا عبر وسيط، وليس لهذا الموقع وسيط',
        other: 'لا يُوصل إلى @ إلا عبر وسيط، وليس لهذا الموقع وسيط',
        both: 'لا يُوصل إليك وإلى @ إلا عبر وسيط، وليس لهذا الموقع وسيط',
      },
      'site',
    ],
    'link-relay-refused': [
      {
        self: 'وسيط هذا الموقع يرفضك',
        other: 'وسيط هذا الموقع يرفض @',
        both: 'وسيط هذا الموقع يرفضك ويرفض @',
      },
      'site',
    ],
    'link-relay-unreachable': [
      {
        self: 'لا يمكن الوصول إلى وسيط هذا الموقع من شبكتك',
        other: 'لا يمكن الوصول إلى وسيط هذا الموقع من شبكة @',
        both: 'لا يمكن الوصول إلى وسيط هذا الموقع من شبكتك ولا من شبكة @',
      },
      'relay',
    ],
    'link-relay-silent': ['لا يمر شيء عبر وسيط هذا الموقع بينك وبين @', 'site'],
    'link-not-encrypted': ['شيء ما بينك وبين @ يمنع تشفير المكالمة', 'network'],
    'link-no-codec': ['لا صيغة مشتركة للصوت أو الصورة بين متصفحك ومتصفح @', 'browser'],
    'link-incompatible': ['متصفحك ومتصفح @ لا يفهم أحدهما الآخر', 'browser'],
    'link-unanswered': [
      {
        self: 'صفحتك لا تجيب صفحة @',
        other: 'صفحة @ لا تجيب',
        both: 'صفحتك وصفحة @ لا تجيب إحداهما الأخرى',
      },
      'reload',
    ],
    'link-server-lost': [
      {
        self: 'انقطع اتصالك بالخادم، ومعه الطريق إلى @',
        other: 'انقطع اتصال @ بالخادم',
        both: 'انقطع اتصالك واتصال @ بالخادم',
      },
      'wait',
    ],
    'link-not-created': ['تعذّر على متصفحك فتح اتصال مع @', 'tabs'],
    'link-flooded': ['صفحة @ ترسل أكثر من اللازم، لذلك قُطع الاتصال', 'pause'],
  },
  {
    network: {
      self: 'جرّب شبكة أخرى، مثل نقطة اتصال هاتف.',
      other: 'اطلب من @ تجربة شبكة أخرى، مثل نقطة اتصال هاتف.',
      both: 'قد يفيد أن يجرّب أحدكما شبكة أخرى، مثل نقطة اتصال هاتف.',
    },
    relay: {
      self: 'جرّب شبكة أخرى، مثل نقطة اتصال هاتف.',
      other: 'اطلب من @ تجربة شبكة أخرى، مثل نقطة اتصال هاتف.',
      both: 'أخبر القائمين على هذا الموقع.',
    },
    extension: {
      self: 'عطّل ما يمنع WebRTC، مثل إضافة في المتصفح، أو استخدم متصفحًا آخر.',
      other: 'اطلب من @ تعطيل ما يمنع WebRTC، مثل إضافة في المتصفح، أو استخدام متصفح آخر.',
      both: 'عطّلا ما يمنع WebRTC، مثل إضافة في المتصفح، أو استخدما متصفحًا آخر.',
    },
    browser: 'استخدما إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
    site: 'أخبر القائمين على هذا الموقع.',
    reload: {
      self: 'أعد تحميل الصفحة.',
      other: 'اطلب من @ إعادة تحميل الصفحة.',
      both: 'أعيدا تحميل الصفحة.',
    },
    tabs: 'أغلق علامات التبويب الأخرى التي فيها مكالمات، أو أعد تشغيل المتصفح. تجري المحاولة من جديد…',
    pause: 'ستُعاد المحاولة بعد دقيقة.',
    wait: {
      self: 'تحقق من اتصالك بالإنترنت. تتكرر المحاولة…',
      other: 'قد يعود الاتصال في أي لحظة.',
      both: 'تتكرر المحاولة…',
    },
  },
);

export const language: Language = {
  lang: 'ar',
  dir: 'rtl',
  words: {
    call: 'مكالمة فيديو',
    guest: 'ضيف',
    join: 'انضمام',
    joining: 'جارٍ الانضمام…',
    knocking: 'في انتظار السماح بالدخول…',
    cancel: 'إلغاء',
    name: 'اسمك',
    room: (room) => `الانضمام إلى «${isolate(room)}»`,
    microphone: 'الميكروفون',
    camera: 'الكاميرا',
    showDevices: 'الأجهزة',
    turnOn: {
      microphone: 'تشغيل الميكروفون',
      camera: 'تشغيل الكاميرا',
      screen: 'مشاركة شاشتك',
    },
    turnOff: {
      microphone: 'إيقاف الميكروفون',
      camera: 'إيقاف الكاميرا',
      screen: 'إيقاف مشاركة شاشتك',
    },
    isOff: {
      microphone: 'الميكروفون متوقف',
      camera: 'الكاميرا متوقفة',
      screen: 'أوقفتَ مشاركة شاشتك',
    },
    leave: 'مغادرة المكالمة',
    more: 'المزيد',
    choose: { microphone: 'اختيار الميكروفون ومكبر الصوت', camera: 'اختيار الكاميرا' },
    toolbar: 'التحكم في المكالمة',
    people: 'المشاركون في المكالمة',
    you: '(أنت)',
    yourScreen: 'شاشتك',
    screenOf: (name) => `شاشة ${isolate(name)}`,
    reconnecting: 'جارٍ إعادة الاتصال…',
    here(count, names) {
      const total = names?.length ?? count;
      if (total === undefined) return '';
      if (total === 0) return 'لا أحد هنا بعد';
      if (!names) return people(total);
      return `هنا الآن: ${enumerate(names)}`;
    },
  },
  asides: {
    problem(reason, sources, browser) {
      const text = problems[reason].replace(
        '@',
        list.format(sources.map((source) => devices[source])),
      );
      return reason === 'media-denied' ? `${text} ${waysToAllow[browser]}` : text;
    },
    failures: {
      'room-full': { title: 'الغرفة ممتلئة', text: 'حاول مرة أخرى عندما يغادر أحدهم.' },
      version: {
        title: 'هذه الصفحة قديمة',
        text: 'لا تتوافق مع الخادم. أعد تحميلها؛ وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      invalid: {
        title: 'لم يفهم الخادم هذه الصفحة',
        text: 'أعد تحميلها؛ وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      replaced: {
        title: 'المكالمة مستمرة في علامة تبويب أخرى',
        text: 'كنت تشارك من هنا إلى أن فتحتها هناك.',
      },
      locked: {
        title: 'الغرفة مقفلة',
        text: 'اطلب ممن بداخلها أن يفتحها، ثم حاول مرة أخرى.',
      },
      denied: {
        title: 'لم يُسمح لك بالدخول',
        text: 'رفض المضيف. إن كان ذلك خطأً فاسأله بطريقة أخرى.',
      },
      removed: {
        title: 'أُخرجت من المكالمة',
        text: 'أخرجك المضيف.',
      },
      closed: {
        title: 'أُنهيت المكالمة',
        text: 'أنهاها القائمون على الخادم.',
      },
      'too-fast': {
        title: 'أبعد الخادم هذه الصفحة',
        text: 'أرسلت أكثر مما تحتاجه أي مكالمة. أعد تحميلها؛ وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      'token-missing': {
        title: 'تحتاج هذه المكالمة إلى دعوة',
        text: 'افتحها من الصفحة التي دعتك.',
      },
      'token-invalid': {
        title: 'دعوتك غير صالحة',
        text: 'افتح المكالمة مرة أخرى من الصفحة التي دعتك.',
      },
      'token-expired': {
        title: 'انتهت صلاحية دعوتك',
        text: 'افتح المكالمة مرة أخرى من الصفحة التي دعتك.',
      },
      'token-room': {
        title: 'دعوتك لغرفة أخرى',
        text: 'افتح المكالمة من الصفحة التي دعتك.',
      },
      unsupported: {
        title: 'لا يستطيع هذا المتصفح إجراء المكالمات',
        text: 'تنقصه تقنية WebRTC. استخدم إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
      },
      'server-incompatible': {
        title: 'تعذّرت قراءة رد الخادم',
        text: 'تتكرر المحاولة. أعد تحميل الصفحة؛ وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      'token-unavailable': {
        title: 'تعذّر الحصول على دعوتك',
        text: 'افتح المكالمة مرة أخرى من الصفحة التي دعتك.',
      },
      'load-failed': {
        title: 'تعذّر تحميل جزء من المكالمة',
        text: 'تحقق من اتصالك بالإنترنت، ثم أعد تحميل الصفحة.',
      },
      'internal-error': {
        title: 'حدث خطأ في هذه الصفحة',
        text: 'حاول مرة أخرى أو أعد تحميل الصفحة. وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      'ice-servers-invalid': {
        title: 'بعض إعدادات الاتصال غير صالحة',
        text: `تستمر المكالمة من دونها. على صاحب هذا الموقع تصحيح ${isolate('iceServers')}.`,
      },
      'ice-transport-policy-invalid': {
        title: 'أحد إعدادات الاتصال غير صالح',
        text: `على صاحب هذا الموقع تصحيح ${isolate('ice-transport-policy')}: القيمة إما ${isolate('all')} أو ${isolate('relay')}. تستخدم هذه المكالمة ${isolate('relay')}.`,
      },
      'server-unreachable': {
        title: 'الخادم لا يجيب',
        text: 'تتكرر المحاولة. تحقق من اتصالك بالإنترنت.',
      },
      'no-room': {
        title: 'ليس لهذه المكالمة غرفة بعد',
        text: `على صاحب هذه الصفحة أن يحدد اسمًا من 1 إلى 128 حرفًا، لا نقاطًا فقط: ${isolate('<video-call room="tea">')}.`,
      },
      'no-server': {
        title: 'ليس لهذه المكالمة خادم بعد',
        text: `على صاحب هذه الصفحة أن يسمّي خادمًا: ${isolate('<video-call server="https://…">')}.`,
      },
      left: { title: 'غادرتَ المكالمة', text: '' },
    },
    lasted: (time) => `استمرت المكالمة ${time}.`,
    turnOnSound: 'تشغيل الصوت',
    alone: 'لا أحد غيرك هنا بعد',
    invite: 'أرسل رابط هذه الصفحة إلى من تريد أن ينضم.',
    elsewhere: 'الجميع في النافذة الصغيرة.',
    bringBack: 'إعادتهم إلى هنا',
    rejoin: 'الانضمام مجددًا',
    tryAgain: 'حاول مرة أخرى',
    resume: 'استئناف',
    useHere: 'استخدامها هنا',
    dismiss: 'إغلاق',
    isOn: {
      microphone: 'الميكروفون يعمل',
      camera: 'الكاميرا تعمل',
      screen: 'أنت تشارك شاشتك',
    },
    unheard: {
      off: 'أنت تتحدث، لكن الميكروفون متوقف.',
      silent: 'لا يصل شيء من الميكروفون. تحقق من مفتاحه وسلكه، أو اختر ميكروفونًا آخر.',
    },
    substitute: {
      microphone: (label) => `${isolate(label)} غير متصل. يُستخدم ميكروفون آخر.`,
      camera: (label) => `${isolate(label)} غير متصلة. تُستخدم كاميرا أخرى.`,
    },
    serverLost: 'انقطع الاتصال بالخادم. تتكرر المحاولة… المكالمة مستمرة.',
    serverBack: 'عاد الاتصال بالخادم',
    loadFailed:
      'تعذّر تحميل هذا الجزء. تحقق من اتصالك بالإنترنت وحاول مرة أخرى. إذا استمرت المشكلة، فأعد تحميل الصفحة.',
    needsReload: 'جرى تحديث خدمة المكالمات. مكالمتك مستمرة. أعد تحميل هذه الصفحة عندما يناسبك.',
    cutOff: 'انقطع اتصالك، وتجري إعادته…',
    reconnected: 'عاد اتصالك',
    joined: (names) => `انضم ${enumerate(names)}`,
    left: (names) => `غادر ${enumerate(names)}`,
    lost: (names) => `انقطع الاتصال مع ${enumerate(names)}، وتجري إعادته`,
    back: (names) => `عاد ${enumerate(names)}`,
    linkProblems,
    linked: (name) => `تم الاتصال مع ${isolate(name)}`,
    shares: (name) => `${isolate(name)} يشارك شاشة`,
    stoppedSharing: (name) => `توقف ${isolate(name)} عن المشاركة`,
    youJoined: 'انضممتَ إلى المكالمة',
    notShared: 'لا تجري مشاركة شاشتك',
    noEffect: {
      fullScreen: 'لا يسمح المتصفح بملء الشاشة هنا',
      onTop: 'لم يفتح المتصفح النافذة الصغيرة',
      shareScreen: 'لا يستطيع هذا المتصفح مشاركة الشاشة',
      publish: 'يمكنك في هذه المكالمة المشاهدة والاستماع فقط',
      beforeJoining: 'يعمل هذا أثناء المكالمة فقط',
    },
    viewer: 'أنت هنا مشاهد. لا يراك أحد ولا يسمعك.',
    testConnection: 'اختبار الاتصال',
    hosting: {
      locked: 'هذه الغرفة مقفلة. لا يدخل أحد جديد إلى أن تُفتح.',
      hasDoor: 'يسمح المضيف بالدخول هنا. قد تنتظر لحظة.',
      toldHost: 'تدخل حالما يسمح لك مضيف.',
      knocks: (names) => `طلب الدخول: ${enumerate(names)}`,
      knocking: newcomers,
      admit: 'سماح',
      admitAll: 'السماح للجميع',
      refuse: 'رفض',
      refuseAll: 'رفض الجميع',
      show: 'عرض',
      aHost: 'المضيف',
      asksToMute: (name) => `${isolate(name)} يطلب منك إيقاف الميكروفون`,
      mute: 'إيقاف الميكروفون',
      stoppedYourScreen: (name) => `أوقف ${isolate(name)} مشاركة شاشتك`,
      youAreHost: 'أنت المضيف الآن',
      declined: {
        'room-full': 'الغرفة ممتلئة. لا يمكن لأحد الدخول حتى يغادر شخص.',
        gone: 'لم يعد هذا الشخص هنا',
        'not-allowed': 'لا يستطيع ذلك إلا المضيف',
        'too-fast': 'إجراءات كثيرة دفعة واحدة. حاول مرة أخرى بعد لحظة.',
      },
      notRenewed: 'تعذّر تجديد دعوتك. عندما تنتهي صلاحيتها ستغادر المكالمة.',
      people: (waiting) =>
        waiting ? `المشاركون، في الانتظار: ${waiting.toLocaleString('ar')}` : 'المشاركون',
      number: (count) => count.toLocaleString('ar'),
    },
  },
  panels: {
    devices: {
      camera: 'الكاميرا',
      microphone: 'الميكروفون',
      speaker: 'مكبّر الصوت',
      system: 'اختيار النظام',
      level: 'مستوى الميكروفون',
      test: 'اختبار مكبّر الصوت',
      testing: 'تُسمع الآن ثلاث نغمات.',
      tested: 'لم تسمع شيئًا؟ ارفع الصوت أو اختر مكبّرًا آخر.',
      testFailed: 'لم يتمكن المتصفح من تشغيل صوت هناك.',
      unnamed: 'شغّل الكاميرا أو الميكروفون لترى أسماء الأجهزة كلها.',
      notUsable: 'لا يمكن استخدام هذا الجهاز الآن.',
      notHeard: 'لا يمكن تشغيل الصوت على هذا المكبّر، فيبقى حيث كان.',
    },
    tile: {
      options: (who) => `${isolate(who)}: الخيارات`,
      ownOptions: { camera: 'خيارات صورتك', screen: 'خيارات شاشتك' },
      pin: 'تثبيت لي',
      unpin: 'إلغاء التثبيت',
      pinned: 'مثبّت لك',
      zoomIn: 'تكبير',
      zoomOut: 'تصغير',
      volume: 'مستوى الصوت',
      mute: 'كتم الصوت لي',
      muted: 'مكتوم لك',
      showMe: 'إظهار صورتي',
      heldBack: 'شبكة ضعيفة: صوت فقط',
      soundOnly: 'صوت فقط، باختيارك',
    },
    link: {
      qualities: {
        good: 'اتصال جيد',
        fair: 'اتصال متوسط',
        poor: 'اتصال ضعيف',
        lost: 'انقطع الاتصال',
      },
      facts: (quality, facts) => (facts.length ? `${quality}: ${facts.join('، ')}` : quality),
      loss: (share) => `فقدان ${percent.format(share)}`,
      delay: (time) => `تأخير ${milliseconds.format(time)}`,
      jitter: (time) => `تذبذب ${milliseconds.format(time)}`,
      frozen: (share) => `الصورة متوقفة ${percent.format(share)} من الوقت`,
      weak: (names) => `اتصال ضعيف مع ${enumerate(names)}`,
      better: (names) => `عاد الاتصال جيدًا مع ${enumerate(names)}`,
    },
    company: {
      title: (count) => `المشاركون (${count.toLocaleString('ar')})`,
      here: 'في المكالمة',
      roles: { host: 'مضيف', participant: '', broadcaster: 'مقدّم', viewer: 'مشاهد' },
      shares: 'يشارك شاشة',
      lock: 'قفل الغرفة',
      lockNote: 'لا يدخل أحد جديد.',
      door: 'غرفة الانتظار',
      doorNote: 'ينتظر كل جديد إلى أن يسمح له مضيف بالدخول.',
      muteAll: 'طلب إيقاف الميكروفون من الجميع',
      askedAll: 'طُلب من الجميع إيقاف الميكروفون',
      knocking: (count) => `في انتظار الدخول (${count.toLocaleString('ar')})`,
      askToMute: 'طلب إيقاف الميكروفون',
      asked: (name) => `طُلب من ${isolate(name)} إيقاف الميكروفون`,
      stopSharing: 'إيقاف مشاركة الشاشة',
      remove: 'إخراج',
      about: (what, name) => `${what}: ${isolate(name)}`,
      sureToRemove: (name) => `إخراج ${isolate(name)}؟`,
      mayReturn: 'يخرج فورًا، وقد يجد طريقًا آخر للعودة. لمنع الدخول اقفل الغرفة.',
      staysLocked: 'يخرج فورًا. الغرفة مقفلة، فلا يعود إليها أحد.',
      lockToo: 'قفل الغرفة أيضًا',
    },
    controls: {
      microphone: 'الميكروفون',
      speaker: 'مكبر الصوت',
      camera: 'الكاميرا',
      flipCamera: 'تبديل الكاميرا',
      view: 'التخطيط',
      layout: 'الآخرون',
      layouts: { auto: 'تلقائي', grid: 'الجميع بالحجم نفسه', spotlight: 'شخص واحد كبير' },
      selfView: 'صورتي',
      selfViews: {
        auto: 'تلقائي',
        tile: 'بين الآخرين',
        floating: 'صغيرة في زاوية',
        hidden: 'مخفية',
      },
      videoQuality: 'جودة الفيديو',
      videoQualities: { auto: 'تلقائي', low: 'بيانات أقل', 'sound-only': 'صوت فقط' },
      videoQualityNotes: {
        auto: 'الصور بأفضل ما تسمح به الشبكات والشاشات.',
        low: 'صور الكاميرات تُرسل وتُستقبل صغيرة. الشاشات المشاركة تبقى واضحة لكن حركتها أقل سلاسة.',
        'sound-only': 'لا تصل أي صور وكاميرتك مغلقة. تشغيلها ينهي ذلك.',
      },
      fullScreen: 'ملء الشاشة',
      leaveFullScreen: 'الخروج من ملء الشاشة',
      invite: 'دعوة شخص',
      link: 'رابط هذه المكالمة',
      linkCopied: 'نُسخ الرابط',
      onTop: 'نافذة صغيرة في المقدمة',
      leaveOnTop: 'إغلاق النافذة الصغيرة',
      settings: 'الإعدادات',
      shortcuts: 'اختصارات لوحة المفاتيح',
      statistics: 'إحصاءات',
      close: 'إغلاق',
      sounds: 'أصوات عند دخول الأشخاص وخروجهم',
      useShortcuts: 'تعمل المفاتيح المفردة ما دام التركيز داخل المكالمة',
      keys: {
        microphone: 'تشغيل الميكروفون وإيقافه',
        camera: 'تشغيل الكاميرا وإيقافها',
        screen: 'مشاركة الشاشة وإيقافها',
        talk: 'التحدث ما دمت تضغط المفتاح والميكروفون متوقف',
        fullScreen: 'ملء الشاشة والعودة',
        people: 'عرض الحاضرين',
        pin: 'تثبيت الصورة المحددة',
        zoom: 'تكبير ما يُعرض فيها والعودة',
        help: 'عرض هذه المفاتيح',
        toolbar: 'الانتقال إلى الأزرار',
        close: 'إغلاق ما هو مفتوح',
      },
    },
  },
};
