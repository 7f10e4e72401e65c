/** Arabic. */
import type { MediaReason } from '../../../call/call-error.js';
import type { Source } from '../../../protocol.js';
import type { BrowserFamily } from '../browser-family.js';
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
  'media-denied': 'غير مسموح لهذه الصفحة باستخدام @.',
  'media-dismissed': 'أُغلق طلب الإذن لاستخدام @. حاول مرة أخرى واختر «السماح».',
  'media-blocked-by-page':
    'الصفحة التي تحتوي على هذه المكالمة لا تسمح باستخدام @. افتح المكالمة في علامة تبويب مستقلة.',
  'media-blocked-by-system':
    'نظامك لا يسمح للمتصفح باستخدام @. اسمح بالوصول في إعدادات الخصوصية، ثم حاول مرة أخرى.',
  'media-none': 'تعذّر العثور على @. وصّل جهازًا، ثم حاول مرة أخرى.',
  'media-busy': 'هناك تطبيق آخر يستخدم @. أغلقه، ثم حاول مرة أخرى.',
  'media-constraint': 'تعذّر تشغيل @. أعد توصيل الجهاز أو اختر جهازًا آخر.',
  'media-lost': 'انقطع الاتصال مع @. أعد توصيل الجهاز، ثم حاول مرة أخرى.',
  'media-interrupted': 'أوقف نظامك @ مؤقتًا. انتظر لحظة أو اختر «استئناف».',
  'media-insecure': 'هذه الصفحة غير آمنة، لذلك يحظر المتصفح @. استخدم ‎https://‎.',
  'media-unsupported':
    'لا يستطيع هذا المتصفح استخدام @. استخدم أحدث إصدار من Chrome أو Edge أو Firefox أو Safari.',
};

const waysToAllow: Record<BrowserFamily, string> = {
  chromium: 'اختر الرمز في بداية شريط العناوين، ثم اسمح بالوصول.',
  firefox: 'اختر الرمز في بداية شريط العناوين وألغِ الحظر، ثم حاول مرة أخرى.',
  safari: 'اسمح بالوصول في قائمة Safari ضمن «الإعدادات لموقع الويب هذا»، ثم حاول مرة أخرى.',
  'safari-mobile':
    'اسمح بالوصول في القائمة المجاورة للعنوان ضمن «إعدادات موقع الويب»، ثم حاول مرة أخرى.',
  other: 'اسمح بالوصول في إعدادات المواقع في متصفحك، ثم حاول مرة أخرى.',
};

/** How many others there are, at least two. */
function others(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'two':
      return 'اثنان آخران';
    case 'few':
      return `${number} آخرون`;
    case 'many':
      return `${number} شخصًا آخر`;
    default:
      return `${number} شخص آخر`;
  }
}

const enumerate = (names: readonly string[]) => nameAll(names, list, others);

/** How many people are here; Arabic has six plural forms, and zero has its own text. */
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

/** How many people want to join, at least two. */
function newcomers(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'two':
      return 'شخصان يريدان الانضمام';
    case 'few':
      return `${number} أشخاص يريدون الانضمام`;
    case 'many':
      return `${number} شخصًا يريدون الانضمام`;
    default:
      return `${number} شخص يريدون الانضمام`;
  }
}

const linkProblems = linkWords(
  {
    'link-blocked': [
      {
        self: 'شبكتك تحظر المكالمات المباشرة، وليس لهذا الموقع خادم ترحيل',
        other: 'شبكة @ تحظر المكالمات المباشرة، وليس لهذا الموقع خادم ترحيل',
        both: 'شبكتك وشبكة @ تحظران المكالمات المباشرة، وليس لهذا الموقع خادم ترحيل',
      },
      'network',
    ],
    'link-no-udp': [
      {
        self: 'شبكتك تحظر بيانات المكالمات (UDP)، وليس لهذا الموقع خادم ترحيل',
        other: 'شبكة @ تحظر بيانات المكالمات (UDP)، وليس لهذا الموقع خادم ترحيل',
        both: 'شبكتك وشبكة @ تحظران بيانات المكالمات (UDP)، وليس لهذا الموقع خادم ترحيل',
      },
      'network',
    ],
    'link-no-address': [
      {
        self: 'شيء ما يحظر المكالمات في متصفحك',
        other: 'شيء ما يحظر المكالمات في متصفح @',
        both: 'شيء ما يحظر المكالمات في متصفحك ومتصفح @',
      },
      'extension',
    ],
    'link-relay-missing': [
      {
        self: 'لا يمكنك الاتصال إلا عبر خادم ترحيل، وليس لهذا الموقع خادم ترحيل',
        other: 'لا يمكن الاتصال مع @ إلا عبر خادم ترحيل، وليس لهذا الموقع خادم ترحيل',
        both: 'لا يمكن اتصالك مع @ إلا عبر خادم ترحيل، وليس لهذا الموقع خادم ترحيل',
      },
      'site',
    ],
    'link-relay-refused': [
      {
        self: 'خادم الترحيل في هذا الموقع يرفض اتصالك',
        other: 'خادم الترحيل في هذا الموقع يرفض اتصال @',
        both: 'خادم الترحيل في هذا الموقع يرفض اتصالك واتصال @',
      },
      'site',
    ],
    'link-relay-unreachable': [
      {
        self: 'لا يمكن الوصول من شبكتك إلى خادم الترحيل في هذا الموقع',
        other: 'لا يمكن الوصول من شبكة @ إلى خادم الترحيل في هذا الموقع',
        both: 'لا يمكن الوصول من شبكتك ولا من شبكة @ إلى خادم الترحيل في هذا الموقع',
      },
      'relay',
    ],
    'link-relay-silent': ['خادم الترحيل في هذا الموقع لا ينقل أي بيانات بينك وبين @', 'site'],
    'link-not-encrypted': ['شيء ما بينك وبين @ يمنع التشفير', 'network'],
    'link-no-codec': ['لا يوجد تنسيق مشترك للصوت أو الفيديو بين متصفحك ومتصفح @', 'browser'],
    'link-incompatible': ['متصفحك ومتصفح @ غير متوافقين', 'browser'],
    'link-unanswered': [
      {
        self: 'صفحتك لا تستجيب لصفحة @',
        other: 'صفحة @ لا تستجيب',
        both: 'صفحتك وصفحة @ لا تستجيب إحداهما للأخرى',
      },
      'reload',
    ],
    'link-server-lost': [
      {
        self: 'انقطع اتصالك بالخادم، لذلك لا يمكن الاتصال مع @',
        other: 'انقطع اتصال @ بالخادم',
        both: 'انقطع اتصالك واتصال @ بالخادم',
      },
      'wait',
    ],
    'link-not-created': ['تعذّر على متصفحك فتح اتصال مع @', 'tabs'],
    'link-flooded': ['أرسلت صفحة @ بيانات أكثر من اللازم، لذلك قُطع الاتصال', 'pause'],
  },
  {
    network: {
      self: 'جرّب شبكة أخرى، مثل نقطة اتصال الهاتف.',
      other: 'اطلب من @ تجربة شبكة أخرى، مثل نقطة اتصال الهاتف.',
      both: 'جرّب شبكة أخرى، مثل نقطة اتصال الهاتف، أو اطلب ذلك من @.',
    },
    relay: {
      self: 'جرّب شبكة أخرى، مثل نقطة اتصال الهاتف.',
      other: 'اطلب من @ تجربة شبكة أخرى، مثل نقطة اتصال الهاتف.',
      both: 'تواصل مع مالك الموقع.',
    },
    extension: {
      self: 'عطّل الإضافات التي تحظر WebRTC، أو استخدم متصفحًا آخر.',
      other: 'اطلب من @ تعطيل الإضافات التي تحظر WebRTC، أو استخدام متصفح آخر.',
      both: 'عطّلا الإضافات التي تحظر WebRTC، أو استخدما متصفحًا آخر.',
    },
    browser: 'استخدما أحدث إصدار من Chrome أو Edge أو Firefox أو Safari.',
    site: 'تواصل مع مالك الموقع.',
    reload: {
      self: 'أعد تحميل الصفحة.',
      other: 'اطلب من @ إعادة تحميل الصفحة.',
      both: 'أعيدا تحميل الصفحة.',
    },
    tabs: 'أغلق علامات التبويب الأخرى التي فيها مكالمات، أو أعد تشغيل المتصفح. جارٍ إعادة المحاولة…',
    pause: 'ستُعاد المحاولة بعد دقيقة.',
    wait: {
      self: 'تحقق من اتصالك بالإنترنت. جارٍ إعادة المحاولة…',
      other: 'قد يعود الاتصال قريبًا.',
      both: 'جارٍ إعادة المحاولة…',
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
    knocking: 'تم إرسال الطلب',
    cancel: 'إلغاء',
    name: 'اسمك',
    room: (room) => `الانضمام إلى «${isolate(room)}»`,
    microphone: 'الميكروفون',
    camera: 'الكاميرا',
    showDevices: 'إعدادات الأجهزة',
    turnOn: {
      microphone: 'تشغيل الميكروفون',
      camera: 'تشغيل الكاميرا',
      screen: 'مشاركة الشاشة',
    },
    turnOff: {
      microphone: 'إيقاف الميكروفون',
      camera: 'إيقاف الكاميرا',
      screen: 'إيقاف المشاركة',
    },
    isOff: {
      microphone: 'الميكروفون متوقف',
      camera: 'الكاميرا متوقفة',
      screen: 'أوقفتَ مشاركة شاشتك',
    },
    leave: 'مغادرة',
    more: 'مزيد من الخيارات',
    choose: { microphone: 'إعدادات الصوت', camera: 'إعدادات الفيديو' },
    toolbar: 'عناصر التحكم في المكالمة',
    people: 'المشاركون',
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
  notices: {
    problem(reason, sources, browser) {
      const text = problems[reason].replace(
        '@',
        list.format(sources.map((source) => devices[source])),
      );
      return reason === 'media-denied' ? `${text} ${waysToAllow[browser]}` : text;
    },
    failures: {
      'room-full': { title: 'الغرفة ممتلئة', text: 'حاول مرة أخرى عندما يغادر أحد المشاركين.' },
      version: {
        title: 'هذه الصفحة قديمة',
        text: 'أعد تحميلها للحصول على أحدث إصدار. إذا لم يُفد ذلك، فتواصل مع مالك الموقع.',
      },
      invalid: {
        title: 'لا يفهم خادم المكالمات هذه الصفحة',
        text: 'أعد تحميلها. إذا لم يُفد ذلك، فتواصل مع مالك الموقع.',
      },
      replaced: {
        title: 'انضممت من علامة تبويب أخرى',
        text: 'مكالمتك مستمرة هناك.',
      },
      locked: {
        title: 'هذه الغرفة مقفلة',
        text: 'لا يمكن لأحد الانضمام حتى يفتحها مضيف.',
      },
      denied: {
        title: 'رُفض طلب انضمامك',
        text: 'إذا كنت تظن أن ذلك خطأ، فتواصل مع المضيف.',
      },
      removed: {
        title: 'أزالك المضيف',
        text: 'إذا كنت تظن أن ذلك خطأ، فتواصل معه.',
      },
      closed: {
        title: 'انتهت هذه المكالمة',
        text: 'أنهاها أحد المشرفين.',
      },
      'too-fast': {
        title: 'قطع خادم المكالمات اتصالك',
        text: 'أرسلت هذه الصفحة رسائل كثيرة جدًا. أعد تحميلها. إذا تكرر ذلك، فتواصل مع مالك الموقع.',
      },
      'token-missing': {
        title: 'تحتاج إلى دعوة',
        text: 'افتح المكالمة من دعوتك.',
      },
      'token-invalid': {
        title: 'هذه الدعوة غير صالحة',
        text: 'افتح المكالمة مرة أخرى من الصفحة التي دعتك.',
      },
      'token-expired': {
        title: 'انتهت صلاحية هذه الدعوة',
        text: 'افتح المكالمة مرة أخرى من الصفحة التي دعتك.',
      },
      'token-room': {
        title: 'هذه الدعوة لمكالمة أخرى',
        text: 'استخدم الدعوة الخاصة بهذه المكالمة.',
      },
      unsupported: {
        title: 'هذا المتصفح لا يدعم المكالمات',
        text: 'لا تتوفر فيه تقنية WebRTC. استخدم أحدث إصدار من Chrome أو Edge أو Firefox أو Safari.',
      },
      'server-incompatible': {
        title: 'تعذّرت قراءة رد خادم المكالمات',
        text: 'جارٍ إعادة المحاولة… إذا استمر ذلك، فأعد تحميل الصفحة أو تواصل مع مالك الموقع.',
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
        title: 'حدث خطأ ما',
        text: 'حاول مرة أخرى أو أعد تحميل الصفحة. إذا تكرر ذلك، فتواصل مع مالك الموقع.',
      },
      'ice-servers-invalid': {
        title: 'بعض إعدادات الاتصال غير صالحة',
        text: `مكالمتك مستمرة من دونها. على مالك الموقع تصحيح ${isolate('iceServers')}.`,
      },
      'ice-transport-policy-invalid': {
        title: 'أحد إعدادات الاتصال غير صالح',
        text: `تستخدم هذه المكالمة ${isolate('relay')}. على مالك الموقع ضبط ${isolate('ice-transport-policy')} على ${isolate('all')} أو ${isolate('relay')}.`,
      },
      'server-unreachable': {
        title: 'تعذّر الوصول إلى خادم المكالمات',
        text: 'تحقق من اتصالك بالإنترنت. جارٍ إعادة المحاولة…',
      },
      'no-room': {
        title: 'ليس لهذه المكالمة غرفة',
        text: `على مالك الموقع تحديد اسم غرفة من 1 إلى 128 حرفًا، لا نقاطًا فقط: ${isolate('<video-call room="tea">')}.`,
      },
      'no-server': {
        title: 'ليس لهذه المكالمة خادم',
        text: `على مالك الموقع تحديد خادم: ${isolate('<video-call server="https://…">')}.`,
      },
      left: { title: 'غادرتَ المكالمة', text: '' },
    },
    lasted: (time) => `استمرت المكالمة ${time}.`,
    turnOnSound: 'تشغيل الصوت',
    alone: 'أنت الوحيد هنا',
    invite: 'شارك رابط هذه الصفحة لدعوة الآخرين.',
    elsewhere: 'مكالمتك في وضع صورة داخل صورة.',
    bringBack: 'عرضها هنا',
    rejoin: 'الانضمام مجددًا',
    tryAgain: 'حاول مرة أخرى',
    resume: 'استئناف',
    useHere: 'الانضمام هنا',
    dismiss: 'إغلاق',
    isOn: {
      microphone: 'الميكروفون يعمل',
      camera: 'الكاميرا تعمل',
      screen: 'أنت تشارك شاشتك',
    },
    unheard: {
      off: 'الميكروفون متوقف',
      silent: 'لا يمكننا سماعك. تحقق من الميكروفون أو اختر غيره.',
    },
    substitute: {
      microphone: (label) => `${isolate(label)} غير متصل. يُستخدم ميكروفون آخر.`,
      camera: (label) => `${isolate(label)} غير متصلة. تُستخدم كاميرا أخرى.`,
    },
    serverLost: 'انقطع الاتصال بالخادم. مكالمتك مستمرة أثناء إعادة الاتصال.',
    serverBack: 'عاد الاتصال بالخادم',
    loadFailed:
      'تعذّر التحميل. تحقق من اتصالك بالإنترنت وحاول مرة أخرى. إذا تكرر ذلك، فأعد تحميل الصفحة.',
    needsReload: 'تم تحديث خدمة المكالمات. مكالمتك مستمرة. أعد تحميل الصفحة عندما يناسبك ذلك.',
    cutOff: 'انقطع الاتصال. جارٍ إعادة الاتصال…',
    reconnected: 'تمت إعادة الاتصال',
    joined: (names) => `انضم ${enumerate(names)}`,
    left: (names) => `غادر ${enumerate(names)}`,
    lost: (names) => `انقطع الاتصال مع ${enumerate(names)}. جارٍ إعادة الاتصال…`,
    back: (names) => `عاد ${enumerate(names)}`,
    linkProblems,
    linked: (name) => `تم الاتصال مع ${isolate(name)}`,
    shares: (name) => `${isolate(name)} يشارك الشاشة`,
    stoppedSharing: (name) => `توقف ${isolate(name)} عن مشاركة الشاشة`,
    youJoined: 'انضممتَ إلى المكالمة',
    notShared: 'لم تبدأ مشاركة الشاشة',
    noEffect: {
      fullScreen: 'وضع ملء الشاشة غير متاح هنا',
      onTop: 'تعذّر فتح صورة داخل صورة',
      shareScreen: 'لا يستطيع هذا المتصفح مشاركة الشاشة',
      publish: 'يمكنك في هذه المكالمة المشاهدة والاستماع فقط',
      beforeJoining: 'متاح أثناء المكالمة فقط',
    },
    viewer: 'أنت مشاهد. لا يمكن لأحد رؤيتك أو سماعك.',
    testConnection: 'اختبار الاتصال',
    hosting: {
      locked: 'هذه الغرفة مقفلة. لا يمكن لأحد الانضمام حتى يفتحها مضيف.',
      hasDoor: 'يجب أن يسمح لك مضيف بالدخول.',
      toldHost: 'في انتظار أن يسمح لك مضيف بالدخول.',
      noHost: 'لا يوجد مضيف في الغرفة الآن. ستبقى في الانتظار حتى يحضر مضيف ويسمح لك بالدخول.',
      knocks: (names) => `طلب الانضمام: ${enumerate(names)}`,
      knocking: newcomers,
      admit: 'سماح',
      admitAll: 'السماح للجميع',
      refuse: 'رفض',
      refuseAll: 'رفض الجميع',
      show: 'عرض',
      aHost: 'أحد المضيفين',
      asksToMute: (name) => `طلب منك ${isolate(name)} إيقاف الميكروفون`,
      mute: 'إيقاف الميكروفون',
      stoppedYourScreen: (name) => `أوقف ${isolate(name)} مشاركة شاشتك`,
      youAreHost: 'أنت المضيف الآن',
      declined: {
        'room-full': 'الغرفة ممتلئة. لا يمكن لأحد الانضمام حتى يغادر أحد المشاركين.',
        gone: 'غادر هذا الشخص بالفعل',
        'not-allowed': 'هذا متاح للمضيفين فقط',
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
      system: 'الإعداد الافتراضي للنظام',
      level: 'مستوى الميكروفون',
      test: 'اختبار مكبّر الصوت',
      testing: 'جارٍ تشغيل صوت تجريبي…',
      tested: 'لم تسمع شيئًا؟ ارفع مستوى الصوت أو اختر مكبّر صوت آخر.',
      testFailed: 'تعذّر تشغيل صوت على مكبّر الصوت هذا.',
      unnamed: 'لرؤية أسماء الأجهزة، شغّل الكاميرا أو الميكروفون.',
      notUsable: 'هذا الجهاز غير متاح الآن.',
      notHeard: 'تعذّر التبديل إلى مكبّر الصوت هذا.',
    },
    tile: {
      options: (who) => `مزيد من الخيارات: ${isolate(who)}`,
      ownOptions: { camera: 'خيارات العرض الذاتي', screen: 'خيارات شاشتك' },
      pin: 'تثبيت',
      unpin: 'إلغاء التثبيت',
      pinned: 'مثبّت',
      zoomIn: 'تكبير',
      zoomOut: 'تصغير',
      volume: 'مستوى الصوت',
      mute: 'كتم الصوت لي',
      muted: 'مكتوم لك',
      showMe: 'إظهار العرض الذاتي',
      heldBack: 'اتصال ضعيف: صوت فقط',
      soundOnly: 'اخترت الصوت فقط',
    },
    link: {
      qualities: {
        good: 'اتصال جيد',
        fair: 'اتصال متوسط',
        poor: 'اتصال ضعيف',
        lost: 'انقطع الاتصال',
      },
      facts: (quality, facts) => (facts.length ? `${quality}: ${facts.join('، ')}` : quality),
      loss: (share) => `فقدان الحزم ${percent.format(share)}`,
      delay: (time) => `زمن الاستجابة ${milliseconds.format(time)}`,
      jitter: (time) => `تذبذب ${milliseconds.format(time)}`,
      frozen: (share) => `الفيديو متجمد ${percent.format(share)} من الوقت`,
      weak: (names) => `اتصال ضعيف مع ${enumerate(names)}`,
      better: (names) => `تحسّن الاتصال مع ${enumerate(names)}`,
    },
    company: {
      title: (count) => `المشاركون (${count.toLocaleString('ar')})`,
      here: 'في هذه المكالمة',
      roles: { host: 'مضيف', participant: '', broadcaster: 'مقدّم', viewer: 'مشاهد' },
      shares: 'يشارك الشاشة',
      lock: 'قفل الغرفة',
      lockNote: 'لا يمكن لأحد آخر الانضمام.',
      door: 'غرفة الانتظار',
      doorNote: 'ينتظر المشاركون الجدد حتى يسمح لهم مضيف بالدخول.',
      muteAll: 'الطلب من الجميع إيقاف الميكروفون',
      askedAll: 'طُلب من الجميع إيقاف الميكروفون',
      knocking: (count) => `في انتظار الانضمام (${count.toLocaleString('ar')})`,
      askToMute: 'طلب إيقاف الميكروفون',
      asked: (name) => `طُلب من ${isolate(name)} إيقاف الميكروفون`,
      stopSharing: 'إيقاف مشاركة الشاشة',
      remove: 'إزالة',
      about: (what, name) => `${what}: ${isolate(name)}`,
      sureToRemove: (name) => `إزالة ${isolate(name)}؟`,
      mayReturn: 'سيغادر الآن ويمكنه الانضمام مجددًا. اقفل الغرفة لمنعه من ذلك.',
      staysLocked: 'سيغادر الآن. الغرفة مقفلة، لذلك لا يمكنه الانضمام مجددًا.',
      lockToo: 'قفل الغرفة أيضًا',
    },
    controls: {
      microphone: 'الميكروفون',
      speaker: 'مكبّر الصوت',
      camera: 'الكاميرا',
      flipCamera: 'تبديل الكاميرا',
      view: 'العرض',
      layout: 'التخطيط',
      layouts: { auto: 'تلقائي', grid: 'شبكة', spotlight: 'تسليط الضوء' },
      selfView: 'العرض الذاتي',
      selfViews: {
        auto: 'تلقائي',
        tile: 'ضمن الشبكة',
        floating: 'عائم',
        hidden: 'مخفي',
      },
      videoQuality: 'جودة الفيديو',
      videoQualities: { auto: 'تلقائي', low: 'توفير البيانات', 'sound-only': 'صوت فقط' },
      videoQualityNotes: {
        auto: 'أفضل جودة تسمح بها الشبكات والشاشات.',
        low: 'فيديو الكاميرات أصغر. تبقى الشاشات المشاركة واضحة لكنها أقل سلاسة.',
        'sound-only': 'لا يصلك أي فيديو، والكاميرا متوقفة. شغّلها للخروج من هذا الوضع.',
      },
      fullScreen: 'ملء الشاشة',
      leaveFullScreen: 'الخروج من ملء الشاشة',
      invite: 'دعوة أشخاص',
      link: 'رابط هذه المكالمة',
      linkCopied: 'نُسخ الرابط',
      onTop: 'صورة داخل صورة',
      leaveOnTop: 'إنهاء صورة داخل صورة',
      settings: 'الإعدادات',
      shortcuts: 'اختصارات لوحة المفاتيح',
      statistics: 'الإحصاءات',
      close: 'إغلاق',
      sounds: 'تشغيل صوت عند انضمام المشاركين أو مغادرتهم',
      useShortcuts: 'اختصارات بمفتاح واحد',
      keys: {
        microphone: 'تشغيل الميكروفون أو إيقافه',
        camera: 'تشغيل الكاميرا أو إيقافها',
        screen: 'بدء مشاركة الشاشة أو إيقافها',
        talk: 'الضغط للتحدث (مع الاستمرار)',
        fullScreen: 'الدخول إلى ملء الشاشة أو الخروج منه',
        people: 'عرض المشاركين',
        pin: 'تثبيت المربع المحدد أو إلغاء تثبيته',
        zoom: 'تكبير الشاشة المحددة أو تصغيرها',
        help: 'عرض اختصارات لوحة المفاتيح',
        toolbar: 'الانتقال إلى عناصر التحكم في المكالمة',
        close: 'إغلاق القائمة أو مربع الحوار',
      },
    },
  },
};
