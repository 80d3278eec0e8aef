"""政务信息化项目备案预检: hold a filing against the eight review criteria of 南信办〔2023〕1号."""
