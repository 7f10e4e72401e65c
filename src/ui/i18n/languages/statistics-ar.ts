/** Arabic words of the statistics. */
import { sizeOf, type StatisticsWords } from '../statistics-words.js';

const whole = new Intl.NumberFormat('ar', { maximumFractionDigits: 0 });
const plain = new Intl.NumberFormat('ar', { useGrouping: false });
const percent = new Intl.NumberFormat('ar', { style: 'percent', maximumFractionDigits: 1 });
const milliseconds = new Intl.NumberFormat('ar', {
  style: 'unit',
  unit: 'millisecond',
  maximumFractionDigits: 0,
});

export const words: StatisticsWords = {
  statistics: {
    nobody: 'لا أحد غيرك هنا بعد.',
    unknown: 'غير متصل',
    copy: 'نسخ',
    copied: 'نُسخت الإحصاءات',
    copyByHand: 'لا يسمح المتصفح لهذه الصفحة بالنسخ. انسخ من هنا:',
    causes: {
      'loss-in': 'تضيع حزم قادمة من هناك',
      'loss-out': 'تضيع حزم مرسلة من هنا',
      delay: 'تتأخر الحزم',
      jitter: 'تصل الحزم على نحو غير منتظم',
      frozen: 'الصورة متوقفة',
      silence: 'لا يُسمع شيء',
    },
    paths: { direct: 'مباشر', relay: 'عبر مرحّل' },
    roundTrip: (time) => `${milliseconds.format(time)} ذهابًا وإيابًا`,
    columns: {
      source: 'المصدر',
      codec: 'الترميز',
      size: 'الحجم',
      frames: 'الإطارات',
      bitrate: 'معدل البت',
      loss: 'الفقدان',
      limited: 'يحدّه',
    },
    sources: {
      microphone: 'الميكروفون',
      camera: 'الكاميرا',
      screen: 'الشاشة',
      'screen-audio': 'صوت الشاشة',
    },
    directions: { received: 'وارد', sent: 'صادر' },
    size: (width, height) => sizeOf(plain.format(width), plain.format(height)),
    frames: (count) => `${whole.format(count)}/ث`,
    bitrate: (bits) => `${whole.format(bits / 1_000)} كيلوبت/ث`,
    loss: (share) => percent.format(share),
    limits: { none: 'لا شيء', cpu: 'المعالج', bandwidth: 'الشبكة', other: 'شيء آخر' },
  },
};
