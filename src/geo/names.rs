//! The names of seas and states, and where they are written on a map.

use super::LatLon;

/// What a name stands for, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A sea, gulf or strait.
    Water,
    /// A state.
    Country,
}

/// A name of the base map.
#[derive(Clone, Copy, Debug)]
pub struct SeaName {
    /// As it is written, in English.
    pub text: &'static str,
    /// What it stands for.
    pub kind: NameKind,
    /// Where it is written: near the middle of the sea or state.
    pub at: LatLon,
    /// How wide that is, in km: the name is left out where the picture has too little space for it, or where one sea or
    /// state fills the screen.
    pub km: f64,
}

impl SeaName {
    /// Whether it has to be written on water: a strait's name is longer than the strait is wide.
    #[must_use]
    pub fn at_sea(&self) -> bool {
        self.km > 250.0 && super::region::is_sea(self.at)
    }
}

const fn water(text: &'static str, lat: f64, lon: f64, km: f64) -> SeaName {
    SeaName { text, kind: NameKind::Water, at: LatLon::new(lat, lon), km }
}

const fn country(text: &'static str, lat: f64, lon: f64, km: f64) -> SeaName {
    SeaName { text, kind: NameKind::Country, at: LatLon::new(lat, lon), km }
}

/// All names, the more important first within each kind. Seas are written before states. Where a name has several
/// places, the first free one on the map is used.
pub const NAMES: &[SeaName] = &[
    water("Arabian Sea", 17.5, 63.5, 1900.0),
    water("Arabian Sea", 24.2, 64.4, 500.0),
    water("Arabian Sea", 20.6, 61.4, 500.0),
    water("Arabian Sea", 21.6, 67.4, 500.0),
    water("Arabian Sea", 14.8, 70.4, 600.0),
    water("Caspian Sea", 42.0, 50.6, 420.0),
    water("Caspian Sea", 38.6, 51.6, 350.0),
    water("Caspian Sea", 45.2, 50.2, 350.0),
    water("Persian Gulf", 27.4, 51.0, 480.0),
    water("Persian Gulf", 25.6, 54.2, 300.0),
    water("Gulf of Oman", 24.7, 58.9, 420.0),
    water("Gulf of Oman", 24.9, 61.0, 200.0),
    water("Bay of Bengal", 15.0, 88.0, 1500.0),
    water("Strait of Hormuz", 26.5, 56.55, 120.0),
    water("Black Sea", 43.2, 34.5, 800.0),
    water("Red Sea", 20.0, 38.4, 420.0),
    water("Indian Ocean", 5.5, 70.0, 2600.0),
    water("Gulf of Aden", 12.4, 47.5, 600.0),
    water("Mediterranean Sea", 33.8, 29.0, 1300.0),
    water("Aral Sea", 44.9, 59.6, 220.0),
    water("Gulf of Kutch", 22.6, 69.6, 130.0),
    water("Gulf of Khambhat", 20.9, 72.3, 130.0),
    water("Balkhash", 46.3, 75.2, 330.0),
    water("Baikal", 53.5, 108.2, 330.0),
    water("South China Sea", 14.0, 113.5, 1400.0),
    water("Andaman Sea", 10.5, 95.8, 600.0),
    water("Gulf of Thailand", 9.8, 101.6, 500.0),
    water("Sea of Azov", 46.0, 36.6, 220.0),
    water("Gulf of Suez", 28.6, 33.1, 120.0),
    water("Bab el-Mandeb", 12.7, 43.3, 90.0),
    water("Aegean Sea", 38.6, 25.1, 350.0),
    water("Sonmiani Bay", 25.15, 66.35, 60.0),
    country("Pakistan", 29.3, 66.9, 700.0),
    country("Pakistan", 27.3, 64.6, 500.0),
    country("Pakistan", 30.6, 71.9, 500.0),
    country("Pakistan", 25.6, 68.9, 300.0),
    country("Pakistan", 26.6, 65.6, 300.0),
    country("Pakistan", 28.6, 71.0, 300.0),
    country("Kazakhstan", 48.6, 67.0, 1900.0),
    country("Kazakhstan", 44.0, 53.6, 400.0),
    country("Kazakhstan", 45.2, 78.4, 500.0),
    country("Kazakhstan", 44.6, 70.5, 500.0),
    country("Kazakhstan", 44.4, 64.6, 500.0),
    country("Iran", 32.3, 54.6, 1100.0),
    country("Iran", 27.6, 58.6, 500.0),
    country("Iran", 26.4, 61.0, 200.0),
    country("Iran", 28.2, 54.2, 400.0),
    country("Iran", 36.2, 49.6, 400.0),
    country("Afghanistan", 33.7, 65.4, 700.0),
    country("Afghanistan", 31.4, 63.8, 400.0),
    country("Afghanistan", 36.0, 67.4, 300.0),
    country("Uzbekistan", 42.0, 63.3, 600.0),
    country("Turkmenistan", 39.2, 58.6, 700.0),
    country("Turkmenistan", 39.6, 55.4, 300.0),
    country("Turkmenistan", 37.8, 62.0, 300.0),
    country("India", 22.4, 78.6, 1500.0),
    country("India", 26.6, 73.0, 500.0),
    country("India", 23.2, 71.6, 300.0),
    country("India", 14.6, 76.4, 400.0),
    country("China", 36.5, 96.0, 2600.0),
    country("China", 38.6, 80.6, 800.0),
    country("Russia", 56.8, 62.0, 2600.0),
    country("Russia", 47.4, 43.4, 500.0),
    country("Russia", 54.0, 44.0, 900.0),
    country("Russia", 53.6, 86.6, 900.0),
    country("Saudi Arabia", 23.8, 45.2, 1200.0),
    country("Saudi Arabia", 20.6, 51.0, 500.0),
    country("Oman", 20.6, 56.7, 500.0),
    country("Oman", 23.2, 57.6, 250.0),
    country("Kyrgyzstan", 41.5, 74.8, 450.0),
    country("Tajikistan", 38.5, 71.2, 350.0),
    country("Turkey", 39.0, 34.5, 1100.0),
    country("UAE", 23.4, 54.1, 300.0),
    country("Iraq", 32.8, 43.2, 600.0),
    country("Azerbaijan", 40.3, 47.6, 300.0),
    country("Georgia", 42.1, 43.6, 300.0),
    country("Armenia", 40.3, 44.9, 170.0),
    country("Yemen", 15.8, 47.4, 600.0),
    country("Qatar", 25.3, 51.2, 90.0),
    country("Kuwait", 29.3, 47.6, 120.0),
    country("Bahrain", 26.05, 50.55, 40.0),
    country("Nepal", 28.2, 84.0, 500.0),
    country("Bangladesh", 24.3, 89.8, 300.0),
    country("Sri Lanka", 7.6, 80.7, 220.0),
    country("Mongolia", 46.6, 103.5, 1500.0),
    country("Myanmar", 21.2, 96.0, 500.0),
    country("Thailand", 15.6, 101.2, 450.0),
    country("Palestine", 31.9, 35.25, 60.0),
    country("Syria", 35.0, 38.4, 400.0),
    country("Jordan", 31.0, 36.6, 250.0),
    country("Israel", 31.2, 34.85, 90.0),
    country("Lebanon", 33.9, 35.9, 80.0),
    country("Egypt", 26.5, 29.6, 800.0),
    country("Sudan", 16.5, 30.5, 1000.0),
    country("Ethiopia", 8.4, 39.4, 900.0),
    country("Somalia", 6.0, 46.0, 500.0),
    country("Eritrea", 15.9, 38.2, 250.0),
    country("Djibouti", 11.8, 42.5, 110.0),
    country("Ukraine", 49.2, 31.4, 900.0),
    country("Belarus", 53.5, 28.0, 450.0),
    country("Romania", 45.9, 25.0, 450.0),
    country("Moldova", 47.3, 28.6, 200.0),
    country("Bulgaria", 42.7, 25.2, 350.0),
    country("Greece", 39.3, 22.2, 300.0),
    country("Poland", 52.0, 21.5, 400.0),
    country("Lithuania", 55.3, 23.9, 260.0),
    country("Latvia", 56.9, 25.5, 260.0),
    country("Estonia", 58.7, 25.8, 220.0),
    country("Bhutan", 27.4, 90.4, 220.0),
    country("Cyprus", 35.0, 33.2, 120.0),
    country("Kenya", 1.2, 37.9, 500.0),
    country("Uganda", 2.2, 32.4, 350.0),
    country("South Sudan", 7.4, 30.3, 700.0),
    country("Laos", 19.0, 103.0, 350.0),
    country("Cambodia", 12.6, 104.9, 350.0),
    country("Vietnam", 20.8, 105.2, 300.0),
    country("Malaysia", 4.3, 102.2, 300.0),
    country("Indonesia", 1.5, 100.0, 600.0),
];
