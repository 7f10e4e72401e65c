/** The texts of the statistics in Arabic. */
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
    nobody: 'أنت الوحيد هنا.',
    unknown: 'غير متصل',
    copy: 'نسخ',
    copied: 'تم نسخ الإحصاءات',
    copyByHand: 'لا يسمح متصفحك لهذه الصفحة بالنسخ. انسخ النص من هنا:',
    causes: {
      'loss-in': 'فقدان حزم واردة',
      'loss-out': 'فقدان حزم صادرة',
      delay: 'زمن استجابة مرتفع',
      jitter: 'تذبذب مرتفع',
      frozen: 'فيديو متجمد',
      silence: 'لا تصل أي بيانات',
    },
    paths: { direct: 'مباشر', relay: 'عبر خادم ترحيل' },
    roundTrip: (time) => `${milliseconds.format(time)} ذهابًا وإيابًا`,
    columns: {
      source: 'المصدر',
      codec: 'الترميز',
      size: 'الدقة',
      frames: 'معدل الإطارات',
      bitrate: 'معدل البت',
      loss: 'فقدان الحزم',
      limited: 'مقيّد بسبب',
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
    limits: { none: 'لا شيء', cpu: 'المعالج', bandwidth: 'النطاق الترددي', other: 'سبب آخر' },
  },
};
